/// What a guard rule has found: enough to say what happened, by which numbers.
struct Hazard {
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
    let cause: FaultCause

    init(_ code: FaultCode, _ severity: Severity, _ cause: FaultCause) {
        self.code = code
        self.severity = severity
        self.cause = cause
    }

    /// Nothing is switched: it is said only.
    var isWarning: Bool {
        switch severity {
        case .warning: true
        case .latch, .powerOff: false
        }
    }
}

/// Recorded under the names of the columns of ``FaultCause``.
extension Hazard: Codable {
    private enum Key: String, CodingKey {
        case code, severity, probe, condition, value, limit
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        code = try fields.decode(FaultCode.self, forKey: .code)
        severity = try fields.decode(Severity.self, forKey: .severity)
        cause = FaultCause(
            of: code,
            probe: try fields.decodeIfPresent(ProbeName.self, forKey: .probe),
            condition: try fields.decode(ProbeStatus.Condition.self, forKey: .condition),
            value: try fields.decode(Double.self, forKey: .value),
            limit: try fields.decode(Double.self, forKey: .limit)
        )
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(code, forKey: .code)
        try fields.encode(severity, forKey: .severity)
        try fields.encodeIfPresent(cause.probe, forKey: .probe)
        try fields.encode(cause.condition, forKey: .condition)
        try fields.encode(cause.value, forKey: .value)
        try fields.encode(cause.limit, forKey: .limit)
    }
}
