package import SwitchCore

/// The voltage divider with the thermistor, measured as a share of its own supply.
package struct Divider: Codable, Equatable, Sendable {
    /// Which side of the divider the thermistor is on.
    package enum Side: UInt8, CaseIterable, Codable, Sendable {
        /// Between the measured node and ground, the series resistor above: hot reads low.
        case low
        /// Between the supply and the measured node, the series resistor below: hot reads high.
        case high
    }

    /// The other resistor of the divider; 10–33 kΩ, 0.1 % suit a 100 kΩ thermistor.
    package let series: Ohms
    /// The side of the thermistor.
    package let thermistorSide: Side

    package init(series: Ohms, thermistorSide: Side) {
        self.series = series
        self.thermistorSide = thermistorSide
    }

    /// The meaning of a ratio of node to supply voltage.
    package enum Finding: Equatable, Sendable {
        case resistance(Ohms)
        case shortCircuit
        case openCircuit
    }

    /// Below this share of the supply, the thermistor is shorted (safety rule
    /// `safety.probe_single_failure`).
    private static let shortRatio = 0.005
    /// Above this multiple of the series resistance, the thermistor is missing (the same rule).
    private static let openFactor = 100.0

    /// Judges the node's voltage as a share of the supply; not-a-number reads as open.
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
    /// missing thermistor (for simulation).
    package func ratio(of resistance: Ohms?) -> Double {
        let share = resistance.map { $0.value / ($0.value + series.value) } ?? 1
        return switch thermistorSide {
        case .low: share
        case .high: 1 - share
        }
    }
}
