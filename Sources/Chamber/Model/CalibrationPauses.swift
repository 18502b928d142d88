import SwitchCore

/// The two times that a calibration opens the relay for half a minute while it heats, with the blower
/// on. With full power all the time, a heater that fades when warm looks like a slow one.
///
/// The first begins when the steepest tangent has passed, between 90 s and 135 s after the start. The
/// second begins a minute after the end of the first, at 190 s at the latest, so that some heating
/// follows.
struct CalibrationPauses: Codable {
    private static let length = Duration.seconds(30)
    private static let soonest = Duration.seconds(90)
    private static let latest = Duration.seconds(135)
    private static let between = Duration.seconds(60)
    private static let latestSecond = Duration.seconds(190)

    private var first: Duration?

    /// Whether the relay opens `elapsed` after the heating began.
    mutating func step(after elapsed: Duration, hasPassed: Bool) -> Bool {
        guard let first else {
            guard elapsed >= Self.latest || (hasPassed && elapsed >= Self.soonest) else {
                return false
            }
            self.first = elapsed
            return true
        }
        let second = min(first + Self.length + Self.between, Self.latestSecond)
        return elapsed < first + Self.length
            || (elapsed >= second && elapsed < second + Self.length)
    }
}
