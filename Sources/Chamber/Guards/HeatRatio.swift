import SwitchCore

/// R: the power that a hold takes as a multiple of what it took after the calibration, for each kelvin
/// above the room.
///
/// ```
/// R = min(u, w) / (k · (C − room at the start))
/// ```
///
/// Five-minute means; k: duty a kelvin of the first settled hold after the calibration, never a learned
/// one. A sound chamber shows 1.0…1.2. More is heat that the displayed temperature does not account for: a
/// probe that is out of place or drifts, an open door.
///
/// Judged only when walls and contents are warm (50 min), the chamber is 10 K above the room and neither
/// temperature nor duty is still on its way. Tests: `HeatBalanceTests`.
struct HeatRatio: Codable {
    /// When the walls have taken up what they will, in minutes of heating.
    static let warmMinutes = 50
    private static let half = 5
    private static let steadyKelvin = 3.0
    private static let steadyDuty = 0.02
    private static let steadyShare = 0.06
    private static let leastKelvin = 10.0

    /// The newest, and for how many minutes in a row it was above each of the limits that rules ask for.
    private(set) var newest: Double?
    private var above = SIMD4<Int32>(repeating: 0)
    /// Minutes of this session.
    private(set) var minutes = 0

    private var minuteSeconds = 0.0
    private var sums = SIMD4<Double>(repeating: 0)
    private var duties = SIMD16<Double>(repeating: 0)
    private var powers = SIMD16<Double>(repeating: 0)
    private var airs = SIMD16<Double>(repeating: 0)

    init() {}

    /// A limit of ``newest`` that the rules ask for.
    enum Limit: Int {
        case warning
        case off
        case offSooner

        /// The ratio itself.
        var ratio: Double {
            switch self {
            case .warning: 1.35
            case .off: 1.6
            case .offSooner: 1.9
            }
        }
    }

    /// The ratio has been above `limit` ten minutes in a row.
    func isAbove(_ limit: Limit) -> Bool { above[limit.rawValue] >= 10 }

    /// Takes one step of a session; `power`: the apparent duty, `nil` without an element's balance.
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
        minuteSeconds += seconds
        guard minuteSeconds >= 59.95 else { return }
        let place = minutes % 10
        (duties[place], powers[place], airs[place]) =
            (sums[0] / minuteSeconds, sums[1] / minuteSeconds, sums[2] / minuteSeconds)
        minutes &+= 1
        (minuteSeconds, sums) = (0, SIMD4(repeating: 0))
        newest = ratio(room: room, reference: reference)
        for limit in [Limit.warning, .off, .offSooner] {
            let isAbove = newest.map { $0 > limit.ratio } ?? false
            above[limit.rawValue] = isAbove ? min(above[limit.rawValue] &+ 1, 1000) : 0
        }
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
