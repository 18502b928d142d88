/// `safety.relay_stuck`, on a board with an element probe: the element is far hotter than the power
/// that it was given explains. A relay that has welded heats without end; a blower that stands still
/// leaves the heat in the element.
///
/// Latches above 1.6 times the expected excess + 10 K for 45 s, armed or not. Airflow down to 75 % stays
/// below that. Three times as much is no doubtful case, and latches after 15 s: a strong heater in still
/// air is at its limit of temperature before 45 s are over. Tests: `ExcessGuardTests`.
struct ExcessGuard: Codable {
    /// The rule's own numbers.
    private static let share = 1.6
    private static let marginKelvin = 10.0
    private static let time = Duration.seconds(45)
    /// What nothing healthy comes near, in simulation with plants up to twice off.
    private static let grossFactor = 3.0
    private static let grossTime = Duration.seconds(15)
    private var exceeding = Persistence()
    private var grosslyExceeding = Persistence()

    init() {}

    /// The excess is above what the rule allows now.
    static func isExceeding(_ sight: HeaterSight) -> Bool {
        sight.excess.map { $0 > limit(sight) } ?? false
    }

    private static func limit(_ sight: HeaterSight) -> Double {
        share * sight.expected.high + marginKelvin
    }

    /// Judges one step.
    mutating func judge(_ sight: HeaterSight) -> Hazard? {
        let isGross = sight.excess.map { $0 > Self.grossFactor * Self.limit(sight) } ?? false
        let isGrosslyStuck = grosslyExceeding.lasts(Self.grossTime, isGross, at: sight.now)
        let isStuck = exceeding.lasts(Self.time, Self.isExceeding(sight), at: sight.now)
        guard isStuck || isGrosslyStuck else { return nil }
        return Hazard(
            code: .relayStuck,
            severity: .latch,
            probe: .element,
            value: sight.excess ?? 0,
            limit: Self.limit(sight)
        )
    }
}
