import SwitchCore

/// `safety.heater_overrun`: heat that continues for too long.
///
/// * Full power (98 %) for `max_heater_on_min` without a rise of one kelvin: off on a board whose
/// number is stricter than a chamber board's, as reefnet's is. On others it is judged like
/// `safety.no_progress`, because a weak heater at its balance may stay at full power for good. Tests:
/// `HeaterOverrunTests`. * Heat without a new request for half a day counts as forgotten: off. Whether
/// heat is wanted is known late in a step, so the session is judged separately. Tests:
/// `SessionLimitTests`.
struct HeaterOverrun: GuardRule {
    /// This duty counts as full power (the rule's own number).
    private static let flatOut = 0.98

    static let description = RuleDescription(
        word: "safety.heater_overrun",
        title: "The heater ran for too long",
        remedy: "Check that the door is closed and the heater is strong enough, then start again.",
        reefnetAlarm: .heaterOverrun,
        sentence: { "The heat lasted \($0.value) s; the limit is \($0.limit) s." },
        condition: {
            "heat for \((Ceilings.session.inSeconds / 3600).fixed(0)) h without anybody asking again; "
                + "or full power for `max_heater_on_min` "
                + "(\((GuardParameters().longestFullPower.inSeconds / 60).fixed(0)) min) without one "
                + "degree more"
        },
        action: { "off; full power: a warning where the heat balance explains it" }
    )

    static var warnings: WarningSet { WarningSet(.heaterOverrun) }

    private var stall = Stall()
    private var sessionBegan: Instant?

    init() {}

    mutating func judge(_ input: GuardInput) -> Hazard? {
        guard input.isArmed, input.setPoint != nil, let air = input.view.air else {
            stall = Stall()
            return nil
        }
        let isFlatOut = input.delivered.fraction >= Self.flatOut
        let time = stall.step(isFlatOut, air, at: input.now)
        let longest = input.parameters.longestFullPower
        guard time >= longest else { return nil }
        let isStrict = longest < GuardParameters().longestFullPower
        let mayGoOn = !isStrict && input.isPowerAccountedFor
        return Self.hazard(mayGoOn ? .warning : .powerOff(.overrun), time, longest)
    }

    /// Starts the session again, because a client asked for heat.
    mutating func renewSession(at now: Instant) {
        sessionBegan = now
    }

    /// Judges a step in which heat `isWanted`; `longest` is the limit of a session.
    mutating func judgeSession(isWanted: Bool, longest: Duration, at now: Instant) -> Hazard? {
        guard isWanted else {
            sessionBegan = nil
            return nil
        }
        let since = sessionBegan ?? now
        sessionBegan = since
        let length = now.duration(since: since)
        guard length >= longest else { return nil }
        sessionBegan = nil
        return Self.hazard(.powerOff(.sessionLimit), length, longest)
    }

    private static func hazard(
        _ severity: Hazard.Severity,
        _ time: Duration,
        _ limit: Duration
    ) -> Hazard {
        Hazard(
            .heaterOverrun,
            severity,
            .measured(time.inSeconds, limit: limit.inSeconds)
        )
    }
}
