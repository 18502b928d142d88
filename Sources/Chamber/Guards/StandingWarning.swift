import SwitchCore

/// The last finding of a rule that judges a stretch of time; it stands until the next stretch is over.
struct StandingWarning: Codable {
    private var hazard: Hazard?
    private var until = Instant.zero

    init() {}

    /// Lets `hazard` stand for `time` where it is a warning, and returns it.
    mutating func raise(_ hazard: Hazard, for time: Duration, at now: Instant) -> Hazard {
        self.hazard = hazard.isWarning ? hazard : nil
        until = now.advanced(by: time)
        return hazard
    }

    /// The warning that stands at `now`.
    func current(at now: Instant) -> Hazard? {
        now < until ? hazard : nil
    }

    /// Ends the warning, because its condition has gone.
    mutating func end() {
        hazard = nil
    }
}
