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
    /// Above this share of the supply across the thermistor, the thermistor is missing (safety rule
    /// `safety.probe_single_failure`).
    package let openShare: Double

    /// For a thermistor of unknown kind: a hundred times the series resistance. A recording of an earlier
    /// version knew no other.
    private static let plainOpenShare = 100.0 / 101

    /// - Parameter openShare: `nil` for a thermistor of unknown kind.
    package init(series: Ohms, thermistorSide: Side, openShare: Double? = nil) {
        let openShare = openShare ?? Self.plainOpenShare
        self.series = series
        self.thermistorSide = thermistorSide
        self.openShare = min(openShare, Self.mostOpenShare)
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            series: try values.decode(Ohms.self, forKey: .series),
            thermistorSide: try values.decode(Side.self, forKey: .thermistorSide),
            openShare: try values.decodeIfPresent(Double.self, forKey: .openShare)
        )
    }

    /// The same divider, where a thermistor has at most this resistance.
    package func open(above resistance: Ohms) -> Divider {
        let most =
            switch thermistorSide {
            case .low: min(resistance.value, Self.mostResistance.value)
            case .high: resistance.value
            }
        return Divider(
            series: series,
            thermistorSide: thermistorSide,
            openShare: most / (most + series.value)
        )
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
    /// A broken wire at the low side still shows the converter's own input resistance, 6 MΩ
    /// (ADS1115 data sheet, section 7.5); half of it is no thermistor any more.
    package static let mostResistance = Ohms(literal: 3_000_000)
    /// No share above this is a thermistor: the rest is three steps of a 12-bit converter at 3.3 of
    /// 4.096 V, less than its own error.
    package static let mostOpenShare = 0.998

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
        guard share <= openShare, let resistance = Ohms(series.value * share / (1 - share)) else {
            return .openCircuit
        }
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
