import SwitchCore

/// The duty that holding takes, minute by minute, and whether it has settled.
///
/// The air is warm within minutes, walls and contents within an hour; until then holding takes more
/// than later. It has settled when the last five minutes took about as much as the five before.
struct HoldWatch: Codable, Sendable {
    /// Minutes compared: five with the five before them. With fewer, the modulator's rhythm or an
    /// opened door would show; with more, every soak would take longer.
    static let minutes = 10
    private static let half = 5
    /// The duty has settled at a difference of this duty, or of this share of it, whichever is more.
    private static let settledDuty = 0.02
    private static let settledShare = 0.06
    /// Further from the set point than this, the minutes start again, in K.
    private static let heldKelvin = 1.0
    /// The time constant of walls and contents, only for the estimate, in s: the nominal plant's 6000
    /// J/K by the 11 W/K around them.
    private static let wallSeconds = 545.0

    private var means = SIMD16<Double>(repeating: 0)
    private var next = 0
    /// Full minutes in a row, at most ``minutes``.
    private(set) var count = 0

    private var setPoint: Celsius?
    private var minuteBegan: Instant?
    private var onAtMinute = Duration.zero
    private var degreeSum = 0.0
    private var steps = 0
    private var minuteDegrees = SIMD16<Double>(repeating: 0)

    /// Adds one step: the set point in force, the air in °C, and the time that the relay was closed so
    /// far; returns whether a minute is full.
    mutating func step(
        setPoint wanted: Celsius?,
        air: Double?,
        isDisturbed: Bool,
        onTime: Duration,
        at now: Instant
    ) -> Bool {
        guard let wanted, let air, !isDisturbed, wanted == setPoint ?? wanted,
            abs(air - wanted.degrees) <= Self.heldKelvin
        else {
            restart()
            setPoint = wanted
            return false
        }
        setPoint = wanted
        guard let began = minuteBegan, onTime >= onAtMinute else {
            (minuteBegan, onAtMinute) = (now, onTime)
            return false
        }
        degreeSum += air
        steps &+= 1
        let seconds = now.seconds(since: began)
        guard seconds >= 59.95 else { return false }
        means[next] = min(max((onTime - onAtMinute).inSeconds / seconds, 0), 1)
        minuteDegrees[next] = degreeSum / Double(steps)
        next = next &+ 1 == Self.minutes ? 0 : next &+ 1
        count = min(count &+ 1, Self.minutes)
        (minuteBegan, onAtMinute, degreeSum, steps) = (now, onTime, 0, 0)
        return true
    }

    private mutating func restart() {
        (next, count, minuteBegan, degreeSum, steps) = (0, 0, nil, 0, 0)
    }

    /// The mean of `amount` minutes, the newest of which is `age` minutes old.
    private func mean(_ values: SIMD16<Double>, age: Int, amount: Int) -> Double {
        var sum = 0.0
        for back in age..<(age &+ amount) {
            sum += values[(next &+ 2 &* Self.minutes &- 1 &- back) % Self.minutes]
        }
        return sum / Double(amount)
    }

    /// The duty of the last ten minutes; `nil` before there are ten.
    var duty: Double? {
        count == Self.minutes ? mean(means, age: 0, amount: Self.minutes) : nil
    }

    /// The air's mean temperature over the same time, in °C.
    var degrees: Double { mean(minuteDegrees, age: 0, amount: Self.minutes) }

    /// The change of the duty over five minutes, and the largest change that counts as settled.
    private var fall: (size: Double, limit: Double) {
        let newer = mean(means, age: 0, amount: Self.half)
        let older = mean(means, age: Self.half, amount: Self.half)
        return (abs(newer - older), max(Self.settledDuty, Self.settledShare * newer))
    }

    /// Whether the duty has settled.
    var isSettled: Bool {
        guard count == Self.minutes else { return false }
        let fall = fall
        return fall.size <= fall.limit
    }

    /// The estimated time until the duty has settled.
    var remaining: Duration {
        let missing = Duration.minutes(Self.minutes - count)
        guard count == Self.minutes else { return max(missing, .minutes(1)) }
        let fall = fall
        guard fall.size > fall.limit else { return .zero }
        let seconds = Self.wallSeconds * Elementary.naturalLogarithm(fall.size / fall.limit)
        return max(.seconds(seconds), .minutes(1))
    }
}
