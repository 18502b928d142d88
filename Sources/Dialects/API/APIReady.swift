import Chamber
import JSON
import SwitchCore

extension APIState {
    /// The calendar time that much after the snapshot's, in milliseconds; `nil`: unknown.
    func wall(after time: Duration) -> Int64? {
        wallMilliseconds.map { $0 + Int64(time.inSeconds * 1000) }
    }

    /// The member that says when the chamber is ready, and the way there.
    func writeReady(to json: inout JSONWriter) {
        guard let left = snapshot.readyIn, let outlook = snapshot.outlook else {
            return json.null("ready")
        }
        json.object("ready") { json in
            json.member("in_s", left.inSeconds, decimals: 0)
            json.member("at_ms", wall(after: left))
            json.member("usual_s", outlook.usual?.inSeconds, decimals: 0)
            json.member("slower_than_usual", outlook.isSlow)
            json.array("path") { json in
                for (seconds, degrees) in points(of: outlook, until: left.inSeconds) {
                    json.array { point in
                        point.element(seconds, decimals: 0)
                        point.element(degrees, decimals: 1)
                    }
                }
            }
        }
    }

    /// Seconds from the snapshot on and °C; the last is the time at which the chamber is ready.
    private func points(
        of outlook: ReadyOutlook,
        until end: Double
    ) -> [(seconds: Double, degrees: Double)] {
        let age = snapshot.at.seconds(since: outlook.pathAt)
        let path = outlook.path
        var points = (0..<path.count)
            .map { (seconds: Double($0) * path.spacing - age, degrees: path[$0]) }
            .filter { $0.seconds >= 0 && $0.seconds < end }
        if let setPoint = snapshot.setPoint {
            points.append((end, setPoint.degrees - ReadyOutlook.reachedKelvin))
        }
        return points
    }
}
