import Chamber
import Plant
import SwitchCore

/// A peer's reading of a probe: the same thermistor, divider and code that Hearth sees, converted to
/// degrees without Hearth's filters and checks.
enum PeerReading: Equatable, Sendable {
    case degrees(Double)
    /// The divider is at a rail.
    case open
    case short
    /// The converter answered with an error.
    case failed

    /// `nil` before the first sample.
    init?(_ sample: ProbeSample?, _ probe: ProbeConfiguration) {
        guard let sample else { return nil }
        switch sample.outcome {
        case .failed:
            self = .failed
        case .measured(_, let ratio):
            switch probe.divider.finding(ratio: ratio) {
            case .openCircuit: self = .open
            case .shortCircuit: self = .short
            case .resistance(let ohms):
                self = .degrees(probe.thermistor.temperature(at: ohms).degrees)
            }
        }
    }

    static func chamber(_ reading: Reading) -> PeerReading? {
        PeerReading(reading.chamber, NominalBoard.configuration.chamber)
    }

    static func element(_ reading: Reading) -> PeerReading? {
        guard let probe = NominalBoard.configuration.element else { return nil }
        return PeerReading(reading.element, probe)
    }

    /// The temperature in °C, where there is one.
    var degrees: Double? {
        switch self {
        case .degrees(let degrees): degrees
        case .open, .short, .failed: nil
        }
    }
}
