import Chamber
import SwitchCore

/// What a hub knows of the alarms, and the frames that it needs: one for each that begins or ends.
///
/// It outlives a connection: standing alarms are sent again on the next one, and those that have ended
/// meanwhile as ended. A hub keeps alarms in its database, so the first connection of a process ends
/// every alarm that does not stand.
struct ReefnetAlarms: Sendable {
    /// The alarm about two probes ends below this share of the tolerance: it must not flicker.
    private static let calmShare = 0.8

    /// Alarms that the hub knows as standing.
    private var told: [ReefnetStanding] = []
    private var mismatchSince: Int64?
    private var isMismatchTold = false
    /// The hub may remember alarms of an earlier process.
    private var isHubUnknown = true

    init() {}

    /// A connection has opened: the hub may know nothing.
    mutating func open() {
        isMismatchTold = false
        for index in told.indices { told[index].isStale = true }
    }

    /// The standing alarms, with the times and the averages of their beginnings.
    func standing(at moment: ReefnetMoment) -> [ReefnetStanding] {
        ReefnetStanding.all(in: moment).map { one in
            guard let before = told.first(where: { $0.alarm == one.alarm && $0.code == one.code })
            else { return one }
            var one = one
            one.triggeredAt = before.triggeredAt
            one.average = before.average
            return one
        }
    }

    /// Whether the two probes differ by more than their tolerance.
    func isMismatched(_ snapshot: Snapshot) -> Bool {
        guard let first = snapshot.chamber.temperature?.degrees,
            let second = snapshot.chamberSecond.temperature?.degrees
        else { return mismatchSince != nil }
        let tolerance = snapshot.guards.probeTolerance.kelvins
        let limit = mismatchSince == nil ? tolerance : tolerance * Self.calmShare
        return abs(first - second) > limit
    }

    /// The frames that are due.
    mutating func due(_ frames: ReefnetFrames) -> [[UInt8]] {
        let now = frames.moment.wallMilliseconds
        var due: [[UInt8]] = []
        if isHubUnknown {
            isHubUnknown = false
            due += ends(of: frames)
        }
        for one in told where !frames.standing.contains(where: { $0.alarm == one.alarm }) {
            due.append(frames.alarm(one, clearedAt: now))
        }
        for one in frames.standing {
            let isTold = told.contains {
                $0.alarm == one.alarm && $0.code == one.code && !$0.isStale
            }
            if !isTold { due.append(frames.alarm(one, clearedAt: nil)) }
        }
        told = frames.standing
        if let alarm = mismatchAlarm(frames, at: now) { due.append(alarm) }
        return due
    }

    /// The end of every alarm that does not stand.
    private func ends(of frames: ReefnetFrames) -> [[UInt8]] {
        let idle = ReefnetAlarm.allCases.filter { alarm in
            !frames.standing.contains { $0.alarm == alarm }
        }
        let ends = idle.map { frames.end(of: $0) }
        let now = frames.moment.wallMilliseconds
        return frames.isMismatched ? ends : ends + [frames.mismatch(since: now, clearedAt: now)]
    }

    private mutating func mismatchAlarm(_ frames: ReefnetFrames, at now: Int64) -> [UInt8]? {
        if frames.isMismatched {
            let since = mismatchSince ?? now
            mismatchSince = since
            guard !isMismatchTold else { return nil }
            isMismatchTold = true
            return frames.mismatch(since: since, clearedAt: nil)
        }
        guard let since = mismatchSince else { return nil }
        mismatchSince = nil
        isMismatchTold = false
        return frames.mismatch(since: since, clearedAt: now)
    }
}
