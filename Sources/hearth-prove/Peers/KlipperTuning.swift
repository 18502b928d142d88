package import Chamber
import Plant
package import SwitchCore

/// Klipper's `PID_CALIBRATE`, by its documentation: heats to the target, then lets the temperature
/// swing between the target and 5 °C below it at full power or none, until it has seen twelve turning
/// points. The gains come from amplitude and period by Ziegler and Nichols' rule (Ku = 4 / (π ·
/// amplitude), Kp = 0.6 Ku, Ti = Tu / 2, Td = Tu / 8).
package struct KlipperTuning: Contender {
    private static let swingKelvin = 5.0
    private static let turningPoints = 12
    /// The first points belong to the warm-up and are ignored.
    private static let passedOver = 4
    private static let longest = Duration.hours(12)

    package let stops: [Stop] = []
    private var target = 0.0
    private var isHeating = true
    private var extreme: (temperature: Double, seconds: Double)?
    private var points: [(temperature: Double, seconds: Double)] = []

    private init() {}

    /// The gains for a plant; `nil` where the plant has too little power for the swing.
    package static func gains(of prepared: PreparedPlant) -> KlipperPID.Gains? {
        var bench = TrialBench(KlipperTuning(), plant: prepared.plant)
        bench.heat(to: prepared.target)
        bench.run(longest) { $0.subject.points.count >= turningPoints }
        return bench.subject.gains
    }

    package mutating func heat(to target: Celsius) { self.target = target.degrees }

    package mutating func turnOff() {}

    package mutating func setBed(isHot: Bool) {}

    package mutating func beat(_ reading: Reading, at now: Instant) {
        guard let temperature = PeerReading.chamber(reading)?.degrees else { return }
        if isHeating, temperature >= target {
            turn()
        } else if !isHeating, temperature <= target - Self.swingKelvin {
            turn()
        }
        let seconds = now.seconds(since: .zero)
        guard let extreme else {
            self.extreme = (temperature, seconds)
            return
        }
        // The air keeps its old direction for a while after the relay has changed.
        if isHeating ? temperature < extreme.temperature : temperature > extreme.temperature {
            self.extreme = (temperature, seconds)
        }
    }

    private mutating func turn() {
        isHeating.toggle()
        if let extreme { points.append(extreme) }
        extreme = nil
    }

    package mutating func lines(at now: Instant) -> SwitchLogic.Lines {
        var lines = SwitchLogic.Lines()
        lines.isHeaterOn = isHeating
        lines.isFanOn = true
        return lines
    }

    /// The gains from the swing with the median period.
    private var gains: KlipperPID.Gains? {
        guard points.count >= Self.turningPoints else { return nil }
        let swings = (Self.passedOver..<points.count).map { index in
            (
                period: points[index].seconds - points[index - 2].seconds,
                amplitude: abs(points[index].temperature - points[index - 1].temperature) / 2
            )
        }.sorted { $0.period < $1.period }
        let middle = swings[swings.count / 2]
        guard middle.amplitude > 0 else { return nil }
        let ultimate = 4 / (Double.pi * middle.amplitude)
        let proportional = 0.6 * ultimate
        return KlipperPID.Gains(
            proportional: proportional,
            integral: proportional / (middle.period / 2),
            derivative: proportional * middle.period / 8
        )
    }
}
