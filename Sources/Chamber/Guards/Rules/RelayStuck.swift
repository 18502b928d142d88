import SwitchCore

/// `safety.relay_stuck`: heat that nobody asks for. A welded relay heats without end; a stopped blower
/// leaves the heat in the element.
///
/// With a probe on the element, ``PowerBalance`` judges its power and ``ElementExcess`` its
/// temperature, and only the latter detects a leak of 5 %. On every board ``OffMeansCooling`` judges
/// how the chamber falls; without an element probe ``UncalledHeat`` judges that it does not rise.
struct RelayStuck: GuardRule {
    static let description = RuleDescription(
        word: "safety.relay_stuck",
        title: "The heater does not switch off",
        remedy:
            "Unplug the mains: the relay may be welded, the blower may have stopped, or a probe may "
            + "have slipped out of its place. Mend or replace what failed.",
        opensSecondRelay: true,
        judgesPower: true,
        reefnetAlarm: .relayStuck,
        powerMeaning: "the relay does not open, the blower stands still, or the chamber's probe is "
            + "out of the air",
        sentence: {
            "The element or the chamber is \($0.value) K above where the power it got should "
                + "have brought it; the limit is \($0.limit) K."
        },
        condition: {
            "the element's temperature shows more power than it was given, by 3 s of full power (4 "
                + "s where nobody has measured the heater); or " + ElementExcess.condition
                + "; or the chamber does not fall after an off as the power that held it says, and "
                + "with the blower still more heat is in the element. Without an element probe also: "
                + UncalledHeat.condition
        },
        action: {
            "latch; opens the second relay. Without an element probe a warning only, if the last "
                + "power was a quarter of an hour ago or the printer says that its bed is hot"
        }
    )

    static var warnings: WarningSet { WarningSet(.relayStuck) }

    private var excess = ElementExcess()
    private var uncalled = UncalledHeat()
    private var cooling = OffMeansCooling()

    /// Whether the blower must run to show whether the element is hot.
    var wantsFan: Bool { cooling.wantsFan }

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        let uncalled = uncalled.judge(input)
        let excess = excess.judge(input)
        let warm = cooling.judge(input)
        if input.balance.isSurplus {
            let isBlower = BlowerStopped.explains(input)
            return isBlower ? nil : Hazard(.relayStuck, .latch, input.balance.cause)
        }
        return excess ?? warm ?? uncalled
    }

    func isOver(_ fault: FaultRecord, _ input: GuardInput) -> Bool {
        input.isCoolAndComplete && !ElementExcess.isExceeding(input)
    }
}

/// The element is far hotter than the delivered power explains.
///
/// Latches above 1.6 times the expected excess + 10 K for 45 s, with heat allowed or not. Airflow down
/// to 75 % stays below that. Tests: `ElementExcessTests`.
private struct ElementExcess: Codable {
    /// The rule's own numbers.
    private static let share = 1.6
    private static let marginKelvin = 10.0
    private static let time = Duration.seconds(45)

    static var condition: String {
        "the element is more than \(share) times the expected excess and \(marginKelvin.fixed(0)) K "
            + "above the chamber for \(time.inSeconds.fixed(0)) s"
    }

    private var exceeding = Persistence()

    /// Whether the excess is above the rule's limit now.
    static func isExceeding(_ input: GuardInput) -> Bool {
        input.excess.map { $0 > limit(input) } ?? false
    }

    private static func limit(_ input: GuardInput) -> Double {
        share * input.expected.high + marginKelvin
    }

    mutating func judge(_ input: GuardInput) -> Hazard? {
        let limit = Self.limit(input)
        let isStuck = exceeding.lasts(Self.time, Self.isExceeding(input), at: input.now)
        guard isStuck else { return nil }
        return Hazard(
            .relayStuck,
            .latch,
            .measured(input.excess ?? 0, limit: limit, probe: .element)
        )
    }
}

/// The chamber keeps warming long after the last power.
///
/// Without power for 120 s, or four dead times where that is longer, the chamber may not rise by
/// `stuck_relay_delta` within `stuck_relay_window`. On a calibrated chamber the rise must also be 0.4
/// of what full power does in that time, which a printer's bed does not reach.
///
/// It latches while heat is allowed, or was commanded within the last quarter of an hour. Otherwise,
/// and while the printer reports a hot bed, something else may warm the chamber, and the finding is a
/// warning. Tests: `UncalledHeatTests`.
private struct UncalledHeat: Codable {
    /// The rule's own numbers.
    private static let leastPause = Duration.seconds(120)
    private static let deadTimes = 4.0
    /// The share of the full-power slope that a bed of 80 W stays below in the nominal chamber.
    private static let slopeShare = 0.4
    /// A relay welds while it is switched, so a fault is likely only this long after the last power.
    private static let suspicion = Duration.minutes(15)

    static var condition: String {
        "the chamber rises by `stuck_relay_delta_c` within `stuck_relay_window_s`, "
            + "\(leastPause.inSeconds.fixed(0)) s or four dead times after the last power"
    }

    private var pausing = Persistence()
    private var rise = RiseWindow()
    private var lastPower: Instant?
    private var warning = StandingWarning()

    mutating func judge(_ input: GuardInput) -> Hazard? {
        if input.commanded > .off { lastPower = input.now }
        let pause = max(Self.leastPause, .seconds(Self.deadTimes * input.model.deadTimeSeconds))
        let isPausing = pausing.lasts(pause, input.commanded == .off, at: input.now)
        guard isPausing, !input.hasElementProbe, let air = input.hottestAir else {
            rise.restart()
            warning.end()
            return nil
        }
        let window = input.parameters.stuckRelayWindow
        let risen = rise.step(air, window: window, at: input.now)
        let limit = Self.limit(input)
        guard risen >= limit else { return warning.current(at: input.now) }
        let isSuspect =
            input.isArmed
            || lastPower.map { input.now.duration(since: $0) < Self.suspicion } ?? false
        let hazard = Hazard(
            .relayStuck,
            isSuspect && !input.isBedHot ? .latch : .warning,
            .measured(risen, limit: limit, probe: .chamber)
        )
        return warning.raise(hazard, for: window + window, at: input.now)
    }

    private static func limit(_ input: GuardInput) -> Double {
        let delta = input.parameters.stuckRelayDelta.kelvins
        guard input.model.origin == .calibrated else { return delta }
        let seconds = input.parameters.stuckRelayWindow.inSeconds
        return max(delta, slopeShare * input.model.slopeKelvinPerSecond * seconds)
    }
}
