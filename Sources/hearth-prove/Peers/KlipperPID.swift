/// Klipper's PID controller, by its configuration reference (`[heater_generic]`, `control: pid`,
/// `pid_Kp`, `pid_Ki`, `pid_Kd`, `smooth_time`, `max_power`): a derivative smoothed over `smooth_time`,
/// an integral limited to what full power needs and frozen while the output is at its bounds. Klipper's
/// options count gains in 1/255 of full power; here they are shares.
package struct KlipperPID: Sendable {
    /// The gains, as shares of full power.
    package struct Gains: Equatable, Sendable {
        /// Duty per kelvin.
        package let proportional: Double
        let integral: Double
        let derivative: Double
    }

    /// Default of `smooth_time`, in s.
    private static let smoothSeconds = 1.0
    private static let maxPower = 1.0

    private let gains: Gains
    private var last: (temperature: Double, seconds: Double)?
    private var slope = 0.0
    private var errorSum = 0.0

    package init(_ gains: Gains) {
        self.gains = gains
    }

    /// The output, 0…1, for a new sample.
    package mutating func output(target: Double, temperature: Double, seconds: Double) -> Double {
        defer { last = (temperature, seconds) }
        guard let last, seconds > last.seconds else { return 0 }
        let elapsed = seconds - last.seconds
        let rise = temperature - last.temperature
        // First-order smoothing of the slope over the smoothing time.
        let weight = min(elapsed / Self.smoothSeconds, 1)
        slope += (rise / elapsed - slope) * weight
        let error = target - temperature
        let most = gains.integral > 0 ? Self.maxPower / gains.integral : 0
        let sum = min(max(errorSum + error * elapsed, 0), most)
        let wanted =
            gains.proportional * error + gains.integral * sum - gains.derivative * slope
        let bounded = min(max(wanted, 0), Self.maxPower)
        if wanted == bounded { errorSum = sum }
        return bounded
    }
}
