import SwitchCore

/// What a rule that looks at a stretch of time found last: it stands until the next stretch is over.
struct StandingWarning: Codable {
    private var hazard: Hazard?
    private var until = Instant.zero

    init() {}

    /// Lets `hazard` stand for `time`, and answers with it.
    mutating func raise(_ hazard: Hazard, for time: Duration, at now: Instant) -> Hazard {
        self.hazard = hazard.isWarning ? hazard : nil
        until = now.advanced(by: time)
        return hazard
    }

    /// What stands at `now`.
    func current(at now: Instant) -> Hazard? {
        now < until ? hazard : nil
    }

    /// Its condition has gone.
    mutating func end() {
        hazard = nil
    }
}
