import SwitchCore

/// The duty that the chamber's losses take now, and the air's temperature ahead of its probe: from the
/// commanded duty and the probe alone.
///
/// ```
/// τ · dz/dt = u − z              the duty that has left the element, z
/// load = z' − (dC/dt) / slope    z' is z with the probe's lag: what did not warm the air was lost
/// air  = C + lead · lag · dC/dt
/// ```
///
/// It is known at any demand, also at full power or while something holds the heater down, so that it
/// needs no protection from wind-up as an integral does. Tests: `RegulatorTests`, and
/// `RegulationTests` with chambers.
struct LoadEstimate: Codable {
    /// Searched together with ``Regulator``'s gains. How far the predicted air is ahead of the probe,
    /// and the filter of that prediction, as multiples of the probe's lag.
    private static let leadLags = 1.9
    private static let leadFilterLags = 0.17
    /// The filter of the rate that gives the load, as a multiple of the dead time; a higher load is
    /// believed after the second one, a lower one at once.
    private static let rateDeadTimes = 1.1
    private static let riseDeadTimes = 0.93
    private static let leastLeadFilterSeconds = 3.0

    /// The probe's rate of change after the filter of the lead, and after that of the rate, in K/s.
    private var leadRate = 0.0
    private(set) var smoothRate = 0.0
    /// The probe's temperature after the filter of the lead and that of the rate, in °C.
    private var recent: Double?
    private(set) var smoothed = 0.0
    /// The duty that has left the element, the same as the probe sees it, and with the rate's filter.
    private(set) var released = 0.0
    private var releasedSeen = 0.0
    private var releasedSmoothed = 0.0
    /// The duty that the losses take at ``smoothed``.
    private(set) var load = 0.0
    /// The air's temperature, predicted, in °C.
    private(set) var air = 0.0

    init() {}

    /// Adds one step: the probe's temperature in °C (`nil`: none), and the duty commanded meanwhile.
    mutating func step(
        chamber: Double?,
        duty: Double,
        _ model: ThermalModel,
        seconds: Double
    ) {
        guard let chamber else {
            recent = nil
            return
        }
        guard var near = recent else {
            (recent, smoothed, air) = (chamber, chamber, chamber)
            (leadRate, smoothRate) = (0, 0)
            // Until it is known better: as if the heater had held this temperature.
            load = min(max(model.holdDuty(at: Celsius(chamber)), 0), 1)
            (released, releasedSeen, releasedSmoothed) = (load, load, load)
            return
        }
        guard seconds > 0 else { return }
        let lag = model.airLag
        let leadFilter = max(Self.leadFilterLags * lag, Self.leastLeadFilterSeconds)
        leadRate = (chamber - near) / leadFilter
        near += (chamber - near) * seconds / (leadFilter + seconds)
        recent = near
        air = chamber + Self.leadLags * lag * leadRate

        let filter = Self.rateDeadTimes * model.deadTimeSeconds
        released += (duty - released) * seconds / (model.elementTimeConstantSeconds + seconds)
        releasedSeen += (released - releasedSeen) * seconds / (lag + seconds)
        releasedSmoothed += (releasedSeen - releasedSmoothed) * seconds / (filter + seconds)
        smoothRate = (chamber - smoothed) / filter
        let warming = smoothRate / model.slopeKelvinPerSecond
        smoothed += (chamber - smoothed) * seconds / (filter + seconds)
        let newest = releasedSmoothed - warming
        let rise = Self.riseDeadTimes * model.deadTimeSeconds
        load = newest < load ? newest : load + (newest - load) * seconds / (rise + seconds)
    }
}

extension ThermalModel {
    /// How far the chamber's probe lags behind the air, in s: measured with the element, else a share of
    /// the dead time, which holds most of it (on the project's random plants 0.3…1.2).
    var airLag: Double { balance?.airLagSeconds ?? 0.6 * deadTimeSeconds }
}
