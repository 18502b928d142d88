import SwitchCore

/// The duty that the element's temperature shows: the element's heat balance, solved for the power.
///
/// ```
/// w = (τ · dE/dt + f · (E − A)) / X        A = C + 0.7 · (L − 5) · dC/dt        f = 1 blown, 0.12 still
/// ```
///
/// E and C are the probes' temperatures, A is the air itself, L the fitted lag of the chamber's probe,
/// τ the fitted time constant without the element probe's 4 s, and X the excess at the element's
/// temperature. Of an element with a second mass, the part τ₂ of τ counts the rate behind that mass's lag.
/// The result follows a change of power within five seconds. For a sound heater it is the
/// share that the relay was closed; an open element shows 0, a welded relay 1; a stopped blower adds
/// 0.88 · (E − A) / X.
///
/// The result is an interval where the power curve is not known at that temperature, and on an
/// unmeasured heater, where the bounds are those of the project's random plants.
struct ApparentDuty: Codable {
    /// The filter and derivative of both probes, the second lag on the delivered duty, and the
    /// derivative of the air, which is slow: time constants in s.
    private static let filterSeconds = 2.0
    private static let probeSeconds = 5.0
    private static let airSeconds = 20.0
    /// The element probe's lag, which is part of the fitted time constant, in s.
    private static let elementProbeSeconds = 4.0
    /// How far the air is ahead of its probe, as a share of the fitted lag beyond the filter's own.
    private static let airLead = 0.7
    private static let filteredLag = 5.0
    /// A jump that no heater causes within the filter's time, in K: four times the nominal power causes
    /// 10 K.
    private static let leastJump = 16.0
    /// A step that took longer than this gives no information, in s.
    private static let longestStep = 2.0

    /// The filtered temperatures, in °C; `nil` before the first.
    private var element: Double?
    private var chamber = 0.0
    private var slowChamber = 0.0
    private var onceDelayed = 0.0
    /// The element's rate of change behind the lag of a second mass, in K/s.
    private var laggedRate = 0.0

    /// The least and the most duty that explain the element's temperature.
    private(set) var low = 0.0
    private(set) var high = 0.0
    /// The least duty if the blower stood still.
    private(set) var lowInStillAir = 0.0
    /// The delivered duty, with the same delay as the probes.
    private(set) var delivered = 0.0
    /// The element above the air as a share of the excess at full power: measured, and explained by the
    /// delivered duty.
    private(set) var excess = 0.0
    private(set) var explained = 0.0

    init() {}

    /// Whether the temperatures are known and were followed.
    var isKnown: Bool { element != nil }

    /// Adds one step of `seconds`: temperatures in °C, and the share that the relay was closed.
    mutating func step(
        element newest: Double?,
        chamber air: Double?,
        delivered duty: Double,
        isFanOn: Bool,
        model: ThermalModel,
        seconds: Double
    ) {
        guard let newest, let air, seconds <= Self.longestStep else {
            element = nil
            (low, high, lowInStillAir) = (0, 0, 0)
            return
        }
        guard seconds > 0 else { return }
        guard var filtered = element, abs(newest - filtered) < Self.leastJump else {
            // The first sample, or a jump that no heater causes: a probe was unplugged or plugged in.
            (element, chamber, slowChamber, laggedRate) = (newest, air, air, 0)
            explained = min(max((newest - air) / model.elementExcessKelvin, 0), 1)
            return
        }
        let share = seconds / (Self.filterSeconds + seconds)
        filtered += (newest - filtered) * share
        element = filtered
        chamber += (air - chamber) * share
        slowChamber += (air - slowChamber) * seconds / (Self.airSeconds + seconds)
        onceDelayed += (duty - onceDelayed) * share
        delivered += (onceDelayed - delivered) * seconds / (Self.probeSeconds + seconds)
        explained +=
            (delivered - explained) * min(seconds / model.elementTimeConstantSeconds, 1)
        let elementRate = (newest - filtered) / Self.filterSeconds
        laggedRate += (elementRate - laggedRate) * seconds / (ElementFit.secondLagSeconds + seconds)
        solve(
            filtered,
            elementRate: elementRate,
            airRate: (air - slowChamber) / Self.airSeconds,
            isFanOn,
            model
        )
    }

    private mutating func solve(
        _ element: Double,
        elementRate: Double,
        airRate: Double,
        _ isFanOn: Bool,
        _ model: ThermalModel
    ) {
        guard let balance = model.balance else {
            return solveUnmeasured(element, elementRate, airRate, isFanOn, model)
        }
        let fitted = model.elementTimeConstantSeconds
        let timeConstant = max(fitted - Self.elementProbeSeconds, fitted / 2)
        let lead = Self.airLead * (balance.airLagSeconds - Self.filteredLag)
        let above = element - chamber - lead * airRate
        let stored = balance.stored(timeConstant, rate: elementRate, laggedRate: laggedRate)
        let bounds = balance.curve.bounds(at: element - balance.restElement)
        let lost = (isFanOn ? 1 : ExpectedExcess.stillAirShare) * above
        let power = stored + lost
        low = power > 0 ? power / bounds.high : power / bounds.low
        high = power > 0 ? power / bounds.low : power / bounds.high
        let still = stored + ExpectedExcess.stillAirShare * above
        lowInStillAir = still > 0 ? still / bounds.high : still / bounds.low
        excess = max(above, 0) / bounds.high
    }

    /// The ranges of the project's random plants, as in ``ExpectedExcess``: heat capacity, and excess
    /// at full power, as multiples of the model's.
    private static let leastCapacity = 0.325
    private static let mostCapacity = 2.4
    private static let leastExcess = 0.36
    private static let mostExcess = 3.2
    private static let mostExcessStill = 2.4
    /// How far the air may be ahead of its probe, in s.
    private static let mostLead = 45.0

    private mutating func solveUnmeasured(
        _ element: Double,
        _ elementRate: Double,
        _ airRate: Double,
        _ isFanOn: Bool,
        _ model: ThermalModel
    ) {
        let full = model.elementExcessKelvin
        let stored = elementRate * model.elementTimeConstantSeconds / full
        let still = ExpectedExcess.stillAirShare
        let lost = isFanOn ? 1 : still
        let above = element - chamber
        let (warmest, coldest) =
            (above - Self.mostLead * min(airRate, 0), above - Self.mostLead * max(airRate, 0))
        let (rising, falling) = (Self.leastCapacity, Self.mostCapacity)
        high =
            stored / (elementRate > 0 ? rising : falling)
            + lost * max(warmest, 0) / (Self.leastExcess * full)
        let least = stored / (elementRate > 0 ? falling : rising)
        low = least + lost * coldest / ((isFanOn ? Self.mostExcess : Self.mostExcessStill) * full)
        lowInStillAir = least + still * coldest / (Self.mostExcessStill * full)
        excess = max(above, 0) / full
    }
}
