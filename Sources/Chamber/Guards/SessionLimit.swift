import SwitchCore

/// `safety.heater_overrun`, its session limit: heat that nobody has asked for again for half a day has
/// been forgotten. Tests: `SessionLimitTests`.
struct SessionLimit: Codable {
    private let longest: Duration
    private var began: Instant?

    init(_ limits: Limits) {
        longest = limits.session
    }

    /// Somebody asked for heat.
    mutating func renew(at now: Instant) {
        began = now
    }

    /// Judges a step in which heat `isWanted` or not.
    mutating func judge(isHeatWanted: Bool, at now: Instant) -> Hazard? {
        guard isHeatWanted else {
            began = nil
            return nil
        }
        let since = began ?? now
        began = since
        let length = now.duration(since: since)
        guard length >= longest else { return nil }
        began = nil
        return Hazard(
            code: .heaterOverrun,
            severity: .powerOff(.sessionLimit),
            value: length.inSeconds,
            limit: longest.inSeconds
        )
    }
}
