/// What a guard rule has found: enough to say what happened, by which numbers.
struct Hazard: Codable {
    /// What follows from it.
    enum Severity: Codable {
        /// Outputs off until somebody clears the fault.
        case latch
        /// Power off, without a latch.
        case powerOff(OffReason)
        /// Said, nothing switched.
        case warning
    }

    let code: FaultCode
    let severity: Severity
    var probe: ProbeName?
    var condition = ProbeStatus.Condition.good
    var value = 0.0
    var limit = 0.0
}
