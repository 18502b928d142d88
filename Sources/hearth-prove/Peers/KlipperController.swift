package import Chamber
package import SwitchCore

/// Klipper with a `[heater_generic]` for the chamber, by its configuration reference: a watermark or
/// PID control, `[verify_heater]`, and the micro-controller's shutdowns. Those are four readings in a
/// row outside `min_temp` and `max_temp`, a converter that does not answer, and a heater pin without
/// renewal for 3 s. Nothing here knows the element.
package struct KlipperController: Contender {
    /// `control`.
    package enum Control: Sendable {
        /// On at `max_delta` below the target, off at `max_delta` above it.
        case watermark
        case pid(KlipperPID)
    }

    /// `max_delta`: its default, in K.
    private static let maxDelta = 2.0
    private static let minTemp = 0.0
    private static let maxTemp = 85.0
    private static let readingsOutOfRange = 4
    private static let pinSeconds = 3.0
    /// `smooth_time`: its default, in s.
    private static let smoothSeconds = 1.0
    /// Steps of the plant in a cycle, the resolution of the duty here: a `pwm_cycle_time` of 1 s, as people
    /// set it for a solid-state relay at the mains; the default, a tenth of this, would switch ten times as
    /// often. The remainder of a cycle is carried to the next.
    private static let stepsPerCycle = 20

    package private(set) var stops: [Stop] = []
    private var control: Control
    private var verify: KlipperVerify
    private var target = 0.0
    private var duty = 0.0
    private var smoothed: Double?
    private var lastReading: Instant?
    private var outOfRange = 0
    private var nextCheck = 0.0
    private var stepOfCycle = 0
    private var onSteps = 0
    private var owed = 0.0

    /// A controller at rest with its `control` and `[verify_heater]` sections.
    package init(_ control: Control, _ verify: KlipperVerify.Settings) {
        self.control = control
        self.verify = KlipperVerify(verify)
    }

    package mutating func heat(to target: Celsius) { self.target = target.degrees }

    package mutating func turnOff() { target = 0 }

    package mutating func setBed(isHot: Bool) {}

    package mutating func beat(_ reading: Reading, at now: Instant) {
        guard stops.isEmpty else { return }
        let seconds = now.seconds(since: .zero)
        receive(reading, at: now)
        if target > 0, let lastReading, now.seconds(since: lastReading) > Self.pinSeconds {
            shutDown("max duration", at: now)
        }
        guard stops.isEmpty, let smoothed, seconds >= nextCheck else { return }
        nextCheck = seconds + 1
        if verify.hasFailed(target: target, temperature: smoothed, seconds: seconds) {
            shutDown("verify_heater", at: now)
        }
    }

    private mutating func receive(_ reading: Reading, at now: Instant) {
        guard let sample = reading.chamber, sample.takenAt > lastReading ?? .zero,
            let found = PeerReading.chamber(reading)
        else { return }
        lastReading = sample.takenAt
        guard found != .failed else { return shutDown("bus error", at: now) }
        // At a rail the curve gives a temperature far outside every range.
        let temperature = found.degrees ?? (found == .short ? 500 : -100)
        let isInRange = (Self.minTemp...Self.maxTemp).contains(temperature)
        outOfRange = isInRange ? 0 : outOfRange + 1
        if outOfRange >= Self.readingsOutOfRange { return shutDown("ADC out of range", at: now) }
        let last = smoothed ?? temperature
        smoothed = last + (temperature - last) * 0.25 / Self.smoothSeconds
        duty = target > 0 ? output(temperature, at: sample.takenAt) : 0
    }

    private mutating func output(_ temperature: Double, at time: Instant) -> Double {
        switch control {
        case .watermark:
            if duty > 0 { return temperature >= target + Self.maxDelta ? 0 : 1 }
            return temperature <= target - Self.maxDelta ? 1 : 0
        case .pid(var pid):
            let output = pid.output(
                target: target,
                temperature: temperature,
                seconds: time.seconds(since: .zero)
            )
            control = .pid(pid)
            return output
        }
    }

    private mutating func shutDown(_ code: String, at now: Instant) {
        duty = 0
        stops.append(Stop(code: code, isLatched: true, at: now))
    }

    package mutating func lines(at now: Instant) -> SwitchLogic.Lines {
        if stepOfCycle == 0 {
            let wanted = duty * Double(Self.stepsPerCycle) + owed
            onSteps = Int(min(max(wanted.rounded(), 0), Double(Self.stepsPerCycle)))
            owed = min(max(wanted - Double(onSteps), -1), 1)
        }
        var lines = SwitchLogic.Lines()
        lines.isHeaterOn = stops.isEmpty && duty > 0 && stepOfCycle < onSteps
        // `[heater_fan]`: runs with the heater, and until it is below 50 °C.
        lines.isFanOn = target > 0 || (smoothed ?? 0) > 50
        stepOfCycle = (stepOfCycle + 1) % Self.stepsPerCycle
        return lines
    }
}
