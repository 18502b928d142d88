/// What happened in a fault, in one sentence with its numbers.
package enum FaultAccount {
    /// The sentence for a latched fault.
    package static func of(_ record: FaultRecord) -> String {
        let probe = name(record.probe)
        switch record.code {
        case .probeSingleFailure, .probeDualFailure, .probeMismatch, .sensorFrozen:
            guard record.condition == .good else {
                return "\(probe.capitalizedFirst) \(words(for: record.condition))."
            }
            return of(record.code, probe: probe, value: record.value, limit: record.limit)
        case .overTemperature, .heatingFailed, .relayStuck, .thermalRunaway, .heaterOverrun,
            .noProgress, .holdPower, .outputLost, .clock, .leaseExpired, .stateUnreadable:
            return of(record.code, probe: probe, value: record.value, limit: record.limit)
        }
    }

    /// The sentence for a rule that judged `value` by `limit`, both in the rule's own unit.
    package static func of(
        _ code: FaultCode,
        probe: String = "a probe",
        value: Double,
        limit: Double
    ) -> String {
        if code == .outputLost, limit == 0 { return outputLost(isLineFaulty: value > 0) }
        let (value, limit) = (value.fixed(1), limit.fixed(1))
        switch code {
        case .probeSingleFailure, .probeDualFailure:
            return "\(probe.capitalizedFirst) has given no good reading for \(value) s."
        case .probeMismatch:
            return "The chamber probes differ by \(value) K; the limit is \(limit) K."
        case .sensorFrozen:
            return "\(probe.capitalizedFirst) gave the same raw value for \(value) s of heating; "
                + "the limit is \(limit) s."
        case .overTemperature:
            return "\(probe.capitalizedFirst) read \(value) °C; the limit is \(limit) °C."
        case .heatingFailed:
            return "The element is \(value) K above the chamber; "
                + "at least \(limit) K were expected of the power it got."
        case .relayStuck:
            return "The element or the chamber is \(value) K above where the power it got should "
                + "have brought it; the limit is \(limit) K."
        case .thermalRunaway:
            return "The chamber is at \(value) °C and still rising without power; "
                + "the limit is \(limit) °C."
        case .heaterOverrun:
            return "The heat lasted \(value) s; the limit is \(limit) s."
        case .noProgress:
            return "The chamber warmed by \(value) K in ten minutes of heating; "
                + "at least \(limit) K were expected."
        case .holdPower:
            return "Holding takes a duty of \(value); \(limit) is the bound of what was expected."
        case .outputLost:
            return "The switch did not acknowledge or did not obey for \(value) s; "
                + "the limit is \(limit) s."
        case .clock:
            return
                "\(value) s went by between two steps of the controller; the limit is \(limit) s."
        case .leaseExpired:
            return "Nothing was heard for \(value) s; the limit is \(limit) s."
        case .stateUnreadable:
            return "It is unknown whether a fault was latched before the restart."
        }
    }

    /// `safety.output_lost` where no time was judged.
    private static func outputLost(isLineFaulty: Bool) -> String {
        isLineFaulty
            ? "The heater's line does not read as it is driven."
            : "The program that drives the outputs ended; it was started anew with everything off."
    }

    private static func name(_ probe: ProbeName?) -> String {
        probe.map { "the " + $0.title } ?? "a probe"
    }

    private static func words(for condition: ProbeStatus.Condition) -> String {
        switch condition {
        case .absent: "is not fitted"
        case .waiting: "has given no reading yet"
        case .good: "reads plausibly"
        case .shortCircuit: "reads as a short circuit"
        case .openCircuit: "reads as an open circuit"
        case .unreadable: "cannot be read: its converter or bus does not answer"
        case .implausible: "changes faster than any real temperature does"
        case .stale: "has given no new reading"
        }
    }
}

extension String {
    fileprivate var capitalizedFirst: String {
        prefix(1).uppercased() + dropFirst()
    }
}
