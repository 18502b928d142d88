/// What a guard rule has found, with the numbers that describe it.
struct Hazard {
    /// The consequence of a hazard.
    enum Severity: Codable {
        /// Outputs off until a person clears the fault.
        case latch
        /// Power off, without a latch.
        case powerOff(OffReason)
        /// A warning only; nothing is switched.
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

    /// Whether it is a warning only.
    var isWarning: Bool {
        switch severity {
        case .warning: true
        case .latch, .powerOff: false
        }
    }
}

/// Recorded with the column names of ``FaultCause``.
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
