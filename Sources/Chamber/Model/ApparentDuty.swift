import SwitchCore

/// The duty that the element's temperature tells of: its balance, solved for the power.
///
/// ```
/// w = (τ · dE/dt + f · (E − A)) / X        A = C + 0.7 · (L − 5) · dC/dt        f = 1 blown, 0.12 still
/// ```
///
/// E and C as the probes show them, A the air itself, τ without its probe's 4 s, X at the element's
/// temperature. It follows a change of power within five seconds. A sound heater's is what the relay was
/// closed for; an open element's is 0, a welded relay's 1; a blower that stands still adds 0.88 · (E − A) / X.
///
/// It is an interval: where the power curve is not known so far, and on a board whose heater nobody has
/// measured, whose bounds are those of the project's random plants.
struct ApparentDuty: Codable {
    /// The filter and derivative of both probes, in s; the probes' own second lag on the delivered duty;
    /// and the derivative of the air, which is slow.
    private static let filterSeconds = 2.0
    private static let probeSeconds = 5.0
    private static let airSeconds = 20.0
    /// The element probe's lag that the fitted time constant holds, in s.
    private static let elementProbeSeconds = 4.0
    /// How far ahead of its probe the air is, as a share of the fitted lag beyond the filter's own.
    private static let airLead = 0.7
    private static let filteredLag = 5.0
    /// No heater warms its element so far within the filter's time, in K: four times the nominal power
    /// makes 10 K of it.
    private static let leastJump = 16.0
    /// A step that took longer than this says nothing about what happened in it, in s.
    private static let longestStep = 2.0

    /// The temperatures behind the filter, in °C; `nil` before the first.
    private var element: Double?
    private var chamber = 0.0
    private var slowChamber = 0.0
    private var onceDelayed = 0.0

    /// The least and the most duty that explain the element.
    private(set) var low = 0.0
    private(set) var high = 0.0
    /// The least and the most, if the blower stood still.
    private(set) var lowInStillAir = 0.0
    /// The duty that was delivered, as late as the probes show it.
    private(set) var delivered = 0.0
    /// The element above the air as a share of what full power lifts it to: now, and what the delivered
    /// duty explains.
    private(set) var excess = 0.0
    private(set) var explained = 0.0

    init() {}

    /// The temperatures are known and were followed.
    var isKnown: Bool { element != nil }

    /// Takes one step of `seconds`: temperatures in °C, and the share that the relay was closed.
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
            // The first, or a jump that no heater makes: a probe that was unplugged, or plugged in.
            (element, chamber, slowChamber) = (newest, air, air)
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
        solve(
            filtered,
            elementRate: (newest - filtered) / Self.filterSeconds,
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
        let stored = timeConstant * elementRate
        let bounds = balance.curve.bounds(at: element - balance.restElement)
        let lost = (isFanOn ? 1 : ExpectedExcess.stillAirShare) * above
        let power = stored + lost
        low = power > 0 ? power / bounds.high : power / bounds.low
        high = power > 0 ? power / bounds.low : power / bounds.high
        let still = stored + ExpectedExcess.stillAirShare * above
        lowInStillAir = still > 0 ? still / bounds.high : still / bounds.low
        excess = max(above, 0) / bounds.high
    }

    /// The ranges of the project's random plants, as in ``ExpectedExcess``: the heat capacity a kelvin,
    /// and the excess at full power.
    private static let leastCapacity = 0.325
    private static let mostCapacity = 2.4
    private static let leastExcess = 0.36
    private static let mostExcess = 3.2
    private static let mostExcessStill = 2.4
    /// How far ahead of its probe the air may be, in s.
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
