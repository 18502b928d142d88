import SwitchCore

/// `safety.thermal_runaway`: the chamber is far above its set point and goes on rising though no power
/// is asked for.
///
/// Latches when the chamber is more than `runaway_delta` above the set point, nothing is commanded, and
/// it has risen by 0.5 K in 60 s. A set point that is lowered takes the limit with it only as fast as
/// the chamber falls. Where the element is no warmer than the air, or the printer heats its bed, the heat
/// is not ours: a warning. Tests: `ThermalRunawayGuardTests`.
struct ThermalRunawayGuard: Codable {
    /// The rule's own numbers.
    private static let riseKelvin = 0.5
    private static let time = Duration.seconds(60)
    /// An element that is no further above the air than this heats nothing, in K.
    private static let idleExcessKelvin = 5.0

    private var delta = 0.0
    /// What the chamber may be at: the set point, or what it fell to since a higher one was in force.
    private var allowed: Double?
    private var reference: AirAt?
    private var warning = StandingWarning()

    init(_ parameters: GuardParameters) {
        adopt(parameters)
    }

    /// Judges by these numbers from now on; what was seen so far stays.
    mutating func adopt(_ parameters: GuardParameters) {
        delta = parameters.runawayDelta.kelvins
    }

    /// Judges one step.
    mutating func judge(_ sight: HeaterSight) -> Hazard? {
        guard let setPoint = sight.setPoint?.degrees, let air = sight.hottestAir else {
            allowed = nil
            reference = nil
            warning.end()
            return nil
        }
        let base = max(setPoint, min(allowed ?? air, air))
        allowed = base
        guard sight.commanded == .off, air > base + delta else {
            reference = nil
            warning.end()
            return nil
        }
        guard let from = reference else {
            reference = AirAt(air: air, at: sight.now)
            return nil
        }
        guard sight.now.duration(since: from.at) >= Self.time else {
            return warning.current(at: sight.now)
        }
        reference = AirAt(air: air, at: sight.now)
        guard air - from.air > Self.riseKelvin else { return nil }
        let isElementIdle = sight.excess.map { $0 < Self.idleExcessKelvin } ?? false
        let hazard = Hazard(
            code: .thermalRunaway,
            severity: isElementIdle || sight.isBedHot ? .warning : .latch,
            probe: .chamber,
            value: air,
            limit: base + delta
        )
        return warning.raise(hazard, for: Self.time + Self.time, at: sight.now)
    }
}
