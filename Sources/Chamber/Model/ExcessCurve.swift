/// How far full power lifts the element above the air once settled, by the element's temperature: a
/// number for a plain heater, a curve for a PTC element, which draws more when cold and fades when
/// warm.
///
/// ```
/// X(e) = base + perKelvin · e + perSquareKelvin · e²        e: K above the rest before the step
/// ```
///
/// Beyond the hottest temperature seen it is an interval: the power may stay, or fade further.
package struct ExcessCurve: Codable, Equatable, Sendable {
    /// Below this rise above rest, the first seconds of a step give no information, in K.
    private static let lowest = 3.0
    /// The hottest samples are few, so the curve ends this far below them, in K.
    private static let margin = 2.0
    /// The least shares: of the maximum within the range seen, and of the end beyond it.
    private static let leastShare = 0.2
    private static let leastEndShare = 0.3

    /// The excess at rest, in K.
    package let base: Double
    /// K per kelvin of the element above rest; 0 for a plain heater.
    package let perKelvin: Double
    /// K per square kelvin; 0 for a plain heater.
    package let perSquareKelvin: Double
    /// The hottest that the element was seen, in K above rest.
    package let highest: Double

    package init(base: Double, perKelvin: Double, perSquareKelvin: Double, highest: Double) {
        self.base = base
        self.perKelvin = perKelvin
        self.perSquareKelvin = perSquareKelvin
        self.highest = highest
    }

    /// Whether the heater's power is independent of its temperature.
    package var isPlain: Bool { perKelvin == 0 && perSquareKelvin == 0 }

    /// The end of the range seen, in K above rest.
    private var end: Double { max(highest - Self.margin, Self.lowest) }

    private func value(_ rise: Double) -> Double {
        let rise = min(max(rise, Self.lowest), end)
        return base + rise * (perKelvin + rise * perSquareKelvin)
    }

    /// The excess at the hot end of the range seen, in K: where the element settles at full power.
    package var hot: Double { isPlain ? base : value(end) }

    /// The largest excess within the range seen, in K.
    package var most: Double {
        guard !isPlain else { return base }
        var most = max(value(Self.lowest), value(end))
        let peak = perSquareKelvin < 0 ? -perKelvin / (2 * perSquareKelvin) : Self.lowest
        if peak > Self.lowest, peak < end { most = max(most, value(peak)) }
        return most
    }

    /// The least and the most excess at full power for an element `rise` K above its rest.
    package func bounds(at rise: Double) -> (low: Double, high: Double) {
        guard !isPlain else { return (base, base) }
        let least = Self.leastShare * most
        guard rise > end else {
            let seen = max(value(rise), least)
            return (seen, seen)
        }
        let last = value(end)
        let slope = min(perKelvin + 2 * perSquareKelvin * end, 0)
        let line = max(last + slope * (rise - end), Self.leastEndShare * last)
        return (max(min(line, last), least), max(line, last))
    }
}
