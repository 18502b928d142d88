/// `safety.heating_failed`: power goes in and the element stays cold. An open element, a dead relay or
/// a tripped cut-out: somebody waits for heat that will not come, and may try to mend it live.
///
/// Latches when the element is less than 0.4 of the expected excess above the chamber for 30 s, once
/// more than 12 K are expected. A heater 30 % weaker than calibrated stays well above that; where nobody
/// has calibrated, 0.4 of the low end of what may be expected is the limit.
/// Tests: `HeatingFailedGuardTests`.
struct HeatingFailedGuard: Codable {
    /// The rule's own numbers: the share, how much must be expected in K, and for how long.
    private static let share = 0.4
    private static let leastExpectedKelvin = 12.0
    private static let time = Duration.seconds(30)
    private var failing = Persistence()

    init() {}

    /// Judges one step.
    mutating func judge(_ sight: HeaterSight) -> Hazard? {
        let limit = Self.share * sight.expected.low
        let isFailing =
            sight.isArmed && sight.expected.middle > Self.leastExpectedKelvin
            && sight.excess.map { $0 < limit } ?? false
        guard failing.lasts(Self.time, isFailing, at: sight.now) else { return nil }
        return Hazard(
            code: .heatingFailed,
            severity: .latch,
            probe: .element,
            value: sight.excess ?? 0,
            limit: limit
        )
    }
}
