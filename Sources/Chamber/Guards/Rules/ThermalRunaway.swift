import SwitchCore

/// `safety.thermal_runaway`: the chamber is far above its set point and keeps rising although no power
/// is commanded.
///
/// Latches when the chamber is more than `runaway_delta` above the set point, nothing is commanded, and
/// it has risen by 0.5 K in 60 s. After a set point is lowered, the limit falls only as fast as the
/// chamber. Where the element is no warmer than the air, or the printer heats its bed, the heat comes
/// from elsewhere: a warning. Tests: `ThermalRunawayTests`.
struct ThermalRunaway: GuardRule {
    /// The rule's own numbers.
    private static let riseKelvin = 0.5
    private static let time = Duration.seconds(60)
    /// An element closer to the air than this does not heat, in K.
    private static let idleExcessKelvin = 5.0

    static let description = RuleDescription(
        word: "safety.thermal_runaway",
        title: "The chamber heats without being asked to",
        remedy: "Unplug the mains and check the relay.",
        opensSecondRelay: true,
        reefnetAlarm: .thermalRunaway,
        sentence: {
            "The chamber is at \($0.value) °C and still rising without power; "
                + "the limit is \($0.limit) °C."
        },
        condition: {
            "the chamber is more than `runaway_delta_c` "
                + "(\(GuardParameters().runawayDelta.kelvins.fixed(0)) °C) above the set point, nothing "
                + "is commanded, and it rises by \(riseKelvin) °C in "
                + "\(time.inSeconds.fixed(0)) s"
        },
        action: {
            "latch; a warning where the element is as cold as the air, or the printer heats its bed"
        }
    )

    static var warnings: WarningSet { WarningSet(.thermalRunaway) }

    /// The base of the limit: the set point, or the lowest air since a higher set point was in force.
    private var allowed: Double?
    private var reference: TimedAir?
    private var warning = StandingWarning()

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        guard let setPoint = input.setPoint?.degrees, let air = input.hottestAir else {
            allowed = nil
            reference = nil
            warning.end()
            return nil
        }
        let base = max(setPoint, min(allowed ?? air, air))
        allowed = base
        let limit = base + input.parameters.runawayDelta.kelvins
        guard input.commanded == .off, air > limit else {
            reference = nil
            warning.end()
            return nil
        }
        guard let from = reference else {
            reference = TimedAir(air: air, at: input.now)
            return nil
        }
        guard input.now.duration(since: from.at) >= Self.time else {
            return warning.current(at: input.now)
        }
        reference = TimedAir(air: air, at: input.now)
        guard air - from.air > Self.riseKelvin else { return nil }
        let isElementIdle = input.excess.map { $0 < Self.idleExcessKelvin } ?? false
        let hazard = Hazard(
            .thermalRunaway,
            isElementIdle || input.isBedHot ? .warning : .latch,
            .measured(air, limit: limit, probe: .chamber)
        )
        return warning.raise(hazard, for: Self.time + Self.time, at: input.now)
    }

    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool { input.isCoolAndComplete }
}
