import SwitchCore

/// R: the power that a hold takes for each kelvin above the room, as a multiple of that power after the
/// calibration.
///
/// ```
/// R = min(u, w) / (k · (C − room at the start))
/// ```
///
/// u (duty), w (apparent power) and C are five-minute means. k is the duty per kelvin of the first
/// settled hold after the calibration, and never changes by learning. A sound chamber shows 1.0…1.2.
/// More means heat that the displayed temperature does not explain: a probe out of place or with drift,
/// or an open door.
///
/// Judged only when walls and contents are warm (50 min), the chamber is 10 K above the room, and
/// temperature and duty have settled. Tests: `HeatBalanceTests`.
struct HeatRatio: Codable {
    /// The minutes of heating after which the walls are warm.
    static let warmMinutes = 50
    private static let half = 5
    private static let steadyKelvin = 3.0
    private static let steadyDuty = 0.02
    private static let steadyShare = 0.06
    private static let leastKelvin = 10.0

    /// The newest ratio, and for how many minutes in a row it was above each ``Limit``.
    private(set) var newest: Double?
    private var above = SIMD4<Int32>(repeating: 0)
    /// Minutes of this session.
    private(set) var minutes = 0

    /// Of the minute so far: duty, power and air, each times its seconds, and the seconds.
    private var sums = SIMD4<Double>(repeating: 0)
    private var duties = SIMD16<Double>(repeating: 0)
    private var powers = SIMD16<Double>(repeating: 0)
    private var airs = SIMD16<Double>(repeating: 0)

    init() {}

    /// The limits of ``newest`` in the rules.
    enum Limit: Int {
        case warning
        case off
        case offSooner

        /// The limit's ratio.
        var ratio: Double {
            switch self {
            case .warning: 1.35
            case .off: 1.6
            case .offSooner: 1.9
            }
        }
    }

    /// Whether the newest ratio is one that would warn if it stayed.
    var isHigh: Bool { newest.map { $0 > Limit.warning.ratio } ?? false }

    /// Whether the ratio was above `limit` for ten minutes in a row.
    func isAbove(_ limit: Limit) -> Bool { above[limit.rawValue] >= 10 }

    /// Adds one step of a session; `power`: the apparent power as a duty, `nil` without an element
    /// balance.
    mutating func step(
        duty: Double,
        power: Double?,
        air: Double?,
        room: Double,
        reference: Double?,
        isHeating: Bool,
        seconds: Double
    ) {
        guard isHeating, let air else {
            if !isHeating { self = HeatRatio() }
            return
        }
        sums += SIMD4(duty, power ?? duty, air, 1) * seconds
        guard sums[3] >= 59.95 else { return }
        let means = sums / sums[3]
        let place = minutes % 10
        (duties[place], powers[place], airs[place]) = (means[0], means[1], means[2])
        minutes &+= 1
        sums = SIMD4(repeating: 0)
        newest = ratio(room: room, reference: reference)
        count(.warning)
        count(.off)
        count(.offSooner)
    }

    private mutating func count(_ limit: Limit) {
        let isAbove = newest.map { $0 > limit.ratio } ?? false
        above[limit.rawValue] = isAbove ? min(above[limit.rawValue] &+ 1, 1000) : 0
    }

    private func mean(_ values: SIMD16<Double>, age: Int) -> Double {
        var sum = 0.0
        for back in age..<(age + Self.half) { sum += values[(minutes - 1 - back) % 10] }
        return sum / Double(Self.half)
    }

    private func ratio(room: Double, reference: Double?) -> Double? {
        guard let reference, minutes >= Self.warmMinutes else { return nil }
        let (duty, dutyBefore) = (mean(duties, age: 0), mean(duties, age: Self.half))
        let (air, airBefore) = (mean(airs, age: 0), mean(airs, age: Self.half))
        let above = air - room
        guard abs(air - airBefore) < Self.steadyKelvin, above >= Self.leastKelvin,
            dutyBefore - duty <= max(Self.steadyDuty, Self.steadyShare * duty)
        else { return nil }
        return min(duty, mean(powers, age: 0)) / (reference * above)
    }
}
