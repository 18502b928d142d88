package import SwitchCore

/// The voltage divider that a thermistor sits in, measured as a share of its own supply.
package struct Divider: Codable, Equatable, Sendable {
    /// Where the thermistor sits.
    package enum Side: UInt8, CaseIterable, Codable, Sendable {
        /// Between the measured node and ground, the series resistor above: hot reads low.
        case low
        /// Between the supply and the measured node, the series resistor below: hot reads high.
        case high
    }

    /// The resistor that makes the divider; 10–33 kΩ, 0.1 % suit a 100 kΩ thermistor.
    package let series: Ohms
    /// Which of the two resistors is the thermistor.
    package let thermistorSide: Side

    package init(series: Ohms, thermistorSide: Side) {
        self.series = series
        self.thermistorSide = thermistorSide
    }

    /// What a ratio of node to supply voltage says about the thermistor.
    package enum Finding: Equatable, Sendable {
        case resistance(Ohms)
        case shortCircuit
        case openCircuit
    }

    /// Below this share of the supply across the thermistor it is shorted
    /// (safety rule `safety.probe_single_failure`).
    private static let shortRatio = 0.005
    /// Above this many times the series resistance it is missing (the same rule).
    private static let openFactor = 100.0

    /// Judges the node's voltage as a share of the supply's; not-a-number reads as open.
    package func finding(ratio: Double) -> Finding {
        let share =
            switch thermistorSide {
            case .low: ratio
            case .high: 1 - ratio
            }
        guard share >= Self.shortRatio else {
            return share == share ? .shortCircuit : .openCircuit
        }
        guard share < 1,
            let resistance = Ohms(series.value * share / (1 - share)),
            resistance.value <= Self.openFactor * series.value
        else { return .openCircuit }
        return .resistance(resistance)
    }

    /// The share of the supply at the node for a thermistor of this resistance; `nil` stands for a
    /// thermistor that is not there (for simulation).
    package func ratio(of resistance: Ohms?) -> Double {
        let share = resistance.map { $0.value / ($0.value + series.value) } ?? 1
        return switch thermistorSide {
        case .low: share
        case .high: 1 - share
        }
    }
}
