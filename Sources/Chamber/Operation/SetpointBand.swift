import SwitchCore

/// The temperatures at which the heat starts and stops.
struct SetpointBand: Equatable {
    /// °C.
    var lower: Double
    var upper: Double

    init(lower: Celsius, upper: Celsius) {
        self.lower = lower.degrees
        self.upper = upper.degrees
    }

    init(around middle: Celsius, width: TemperatureDelta) {
        lower = middle.degrees - width.kelvins / 2
        upper = middle.degrees + width.kelvins / 2
    }

    var middle: Celsius { Celsius((lower + upper) / 2) }
    var width: TemperatureDelta { TemperatureDelta(upper - lower) }

    /// The heat could be regulated by this band as it is. A billionth more or less is rounding.
    var isPossible: Bool {
        width.kelvins > Tuning.bands.lowerBound.kelvins - 1e-9
            && width.kelvins < Tuning.bands.upperBound.kelvins + 1e-9
    }
}

/// The ends of the setpoint band that arrived within the last second.
///
/// A reefnet hub sends each end in a message of its own, in any order. Between the two messages the
/// band may be upside down or too wide; the first end then waits for the second.
struct BandEnds: Codable {
    private struct End: Codable {
        let value: Celsius
        let until: Instant
    }

    /// What an end leads to.
    enum Result {
        /// There is a band, perhaps too wide or too narrow.
        case band(SetpointBand)
        /// The end waits for the other one.
        case waiting
        /// The lower end is not below the upper one.
        case reversed
    }

    /// How long an end waits: a hub sends its ten messages within milliseconds.
    private static let patience = Duration.seconds(1)

    private var lower: End?
    private var upper: End?

    init() {}

    /// Receives one end or both, while `current` is in force.
    mutating func receive(
        lower newLower: Celsius?,
        upper newUpper: Celsius?,
        current: SetpointBand,
        at now: Instant
    ) -> Result {
        let until = now.advanced(by: Self.patience)
        if let newLower { lower = End(value: newLower, until: until) }
        if let newUpper { upper = End(value: newUpper, until: until) }
        if let lower, lower.until <= now { self.lower = nil }
        if let upper, upper.until <= now { self.upper = nil }
        if let lower, let upper {
            guard lower.value < upper.value else { return .reversed }
            return .band(SetpointBand(lower: lower.value, upper: upper.value))
        }
        var band = current
        if let lower { band.lower = lower.value.degrees }
        if let upper { band.upper = upper.value.degrees }
        return band.isPossible ? .band(band) : .waiting
    }
}
