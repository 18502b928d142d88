/// Klipper's `[verify_heater]`, by its configuration reference, once a second. Within `hysteresis` of
/// the target the error resets; below that it grows by the shortfall. On the way up it also resets each
/// time the heater gains `heating_gain` within `check_gain_time`. At `max_error` the printer shuts
/// down.
package struct KlipperVerify: Sendable {
    /// The section's options.
    package struct Settings: Equatable, Sendable {
        let hysteresis: Double
        let maxError: Double
        let heatingGain: Double
        let checkGainSeconds: Double

        package init(
            hysteresis: Double,
            maxError: Double,
            heatingGain: Double,
            checkGainSeconds: Double
        ) {
            self.hysteresis = hysteresis
            self.maxError = maxError
            self.heatingGain = heatingGain
            self.checkGainSeconds = checkGainSeconds
        }

        /// The defaults of an extruder.
        package static let strict = Settings(
            hysteresis: 5,
            maxError: 120,
            heatingGain: 2,
            checkGainSeconds: 20
        )
        /// What people set for a chamber so that it heats at all.
        package static let patient = Settings(
            hysteresis: 5,
            maxError: 480,
            heatingGain: 1,
            checkGainSeconds: 360
        )
    }

    private let settings: Settings
    private var error = 0.0
    private var lastTarget = 0.0
    /// The temperature to reach and its deadline, while the temperature still rises.
    private var goal: (temperature: Double, bySecond: Double)?

    package init(_ settings: Settings) {
        self.settings = settings
    }

    /// Judges one second; `true`: the heater has failed.
    package mutating func hasFailed(target: Double, temperature: Double, seconds: Double) -> Bool {
        let lowest = target - settings.hysteresis
        guard target > 0, temperature < lowest else {
            goal = nil
            lastTarget = target
            if temperature <= target + settings.hysteresis { error = 0 }
            return false
        }
        error += lowest - temperature
        if let current = goal {
            if temperature >= current.temperature {
                setGoal(from: temperature, seconds)
            } else if seconds >= current.bySecond {
                goal = nil
            }
            return false
        }
        if target != lastTarget {
            lastTarget = target
            setGoal(from: temperature, seconds)
            return false
        }
        return error >= settings.maxError
    }

    private mutating func setGoal(from temperature: Double, _ seconds: Double) {
        error = 0
        goal = (temperature + settings.heatingGain, seconds + settings.checkGainSeconds)
    }
}
