import SwitchCore

/// The expected excess of the element over the chamber, from the power that it got: a first-order lag
/// behind the delivered duty, with the element's time constant.
///
/// ```
/// τ · dE/dt = E(full power) · duty − E          with the blower running
/// τ · dE/dt = − 0.12 · E                        without power and without the blower
/// ```
///
/// It is a band. On a calibrated heater both ends equal the middle. Numbers that were not measured may
/// be far off: the low end is a weak heater with strong airflow, the high end a strong heater with
/// little.
struct ExpectedExcess: Codable {
    /// The difference between an end of the band and the middle, as factors on the excess at full power
    /// and on the time constant, rising and falling.
    private struct End {
        let excess: Double
        let rising: Double
        let falling: Double

        static let middle = End(excess: 1, rising: 1, falling: 1)
        /// The ranges of the project's random plants (power 0.65–1.2 times nominal, conductance
        /// 0.5–1.8, capacity 0.5–2): the least excess is 0.65 / 1.8 and rises with 0.65 / 2 of the
        /// nominal rate; it falls with 1.8 / 0.5 of it.
        static let low = End(excess: 0.36, rising: 1.15, falling: 0.28)
        /// The same ranges: the most is 1.2 / 0.5, and rises with 1.2 / 0.5 of the nominal rate. It
        /// falls as slowly as an element of nominal capacity does at half the conductance.
        static let high = End(excess: 2.4, rising: 1, falling: 2.5)
    }

    /// Duty is smoothed over this time where the ends move at different rates, in s: longer than the
    /// relay's cycle, which would pull them apart, and shorter than any element's time constant.
    private static let smoothingSeconds = 5.0
    /// The share of the conductance between element and air that a stopped blower leaves (same plants).
    static let stillAirShare = 0.12

    /// The middle and the ends of the band, in K.
    private(set) var middle = 0.0
    private(set) var low = 0.0
    private(set) var high = 0.0
    private var duty = 0.0
    private var hasBegun = false

    init() {}

    /// Advances by `seconds`, with the relay closed for the share `delivered`.
    ///
    /// - Parameter measured: the measured excess, in K. The first value is accepted: an element that is
    /// hot at the start was heated before.
    mutating func step(
        _ model: ThermalModel,
        delivered: Duty,
        isFanOn: Bool,
        measured: Double?,
        seconds: Double
    ) {
        if !hasBegun, let measured {
            hasBegun = true
            high = min(max(measured, 0), model.elementExcessKelvin)
        }
        guard seconds > 0 else { return }
        let isMeasured = model.origin == .calibrated
        let smoothing = isMeasured ? 0 : Self.smoothingSeconds
        duty += (delivered.fraction - duty) * seconds / (smoothing + seconds)
        let settled = model.elementExcessKelvin * duty
        let rate = seconds / model.elementTimeConstantSeconds
        let coolingRate = isFanOn ? rate : rate * Self.stillAirShare
        Self.approach(&middle, settled, .middle, rate, coolingRate)
        Self.approach(&low, settled, isMeasured ? .middle : .low, rate, rate)
        Self.approach(&high, settled, isMeasured ? .middle : .high, rate, coolingRate)
    }

    /// Moves `value` towards `settled` times the factor of `end`.
    private static func approach(
        _ value: inout Double,
        _ settled: Double,
        _ end: End,
        _ rate: Double,
        _ coolingRate: Double
    ) {
        let goal = settled * end.excess
        let share = goal > value ? rate / end.rising : coolingRate / end.falling
        value += (goal - value) * min(share, 1)
    }
}
