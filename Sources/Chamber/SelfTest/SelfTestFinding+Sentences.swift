import SwitchCore

extension SelfTestFinding {
    /// The finding in a few words: `the element rose by 30.2 °C in 41 s of heat, 35.0 were expected`.
    package var text: String {
        switch detail {
        case .probesRead: "all probes read well"
        case .probeFaulty(let name, let condition): "\(name.inSentence) \(condition.complaint)"
        case .warmAtStart(let name, let degrees):
            "\(name.inSentence) is at \(degrees.degrees.fixed(1)) °C with everything off"
        case .linesObeyed: "the switch answered, and its lines were as commanded"
        case .linesDisobeyed: "the switch did not answer, or held the heater's line on"
        case .drifted(let name, let drift):
            "\(name.inSentence) moved by \(drift.kelvins.fixed(1)) °C with everything off"
        case .rose(let name, let rise, let expected, let seconds):
            "\(name.inSentence) rose by \(rise.kelvins.fixed(1)) °C in \(seconds.fixed(0)) s of heat, "
                + "\(expected.kelvins.fixed(1)) were expected"
        case .plugsCompared(let chamber, let element):
            "with heat, the chamber's probe rose by \(chamber.kelvins.fixed(1)) °C and the "
                + "element's by \(element.kelvins.fixed(1)) °C"
        case .fell(let name, let fall):
            "with the heater off, \(name.inSentence) fell by \(fall.kelvins.fixed(1)) °C"
        case .blowerFactor(let factor):
            "the blower cools the element \(factor.fixed(1)) times as fast as still air"
        case .limitReached(let name, let degrees):
            "\(name.inSentence) reached \(degrees.degrees.fixed(1)) °C, the test's limit"
        case .contactOpen(let contact): "the \(contact.title)'s contact is open"
        case .lateStep(let seconds): "the machine paused for \(seconds.fixed(1)) s"
        case .noElementProbe: "cannot be judged without an element probe"
        case .noBlower: "the board has no blower"
        case .notReached: "not looked at"
        case .stopped: "the test was stopped"
        }
    }

    /// What to do; `nil` where there is nothing to do.
    package var remedy: String? {
        guard verdict == .failed || verdict == .warning else { return nil }
        switch detail {
        case .probeFaulty:
            return "Check the probe's plug and cable, and the converter's wiring."
        case .warmAtStart:
            return "Let it cool and try again; if it stays warm, unplug the mains: the relay has "
                + "welded."
        case .linesDisobeyed:
            return "Check the heater's line and the log."
        case .drifted:
            return "Unplug the mains: the relay may be welded. Or let it cool and try again."
        case .rose where check == .heat && verdict == .warning:
            return "Check the heater's power, or give [model] the numbers of this heater."
        case .rose:
            return "Check the mains plug, the fuse, the thermal cut-out, and the wire from the "
                + "line to the relay's input."
        case .plugsCompared:
            return "Swap the two probes' plugs, or their channels in the board file."
        case .fell:
            return "Unplug the mains now: the relay has welded. Replace it."
        case .blowerFactor:
            return "Check that the blower turns, its line, its supply, and that nothing blocks it."
        case .limitReached:
            return "Check the blower and that nothing blocks the air; then let it cool."
        case .contactOpen:
            return "Close it, or check its wire; then run it again."
        case .lateStep:
            return "Check the machine's load and power supply."
        case .stopped:
            return "Run it again, to its end."
        case .probesRead, .linesObeyed, .noElementProbe, .noBlower, .notReached:
            return nil
        }
    }
}

extension ProbeName {
    /// The probe's name inside a sentence.
    fileprivate var inSentence: String {
        switch self {
        case .chamber: "the chamber"
        case .chamberSecond: "the second chamber probe"
        case .element: "the element"
        }
    }
}

extension ProbeStatus.Condition {
    /// The condition, to follow a probe's name.
    fileprivate var complaint: String {
        switch self {
        case .absent: "has no probe"
        case .waiting: "has given no reading yet"
        case .good: "reads well"
        case .shortCircuit: "reads as a short circuit"
        case .openCircuit: "reads as not connected"
        case .unreadable: "cannot be read: the converter does not answer"
        case .implausible: "changes faster than any real temperature does"
        case .stale: "gives no fresh readings"
        }
    }
}
