import Chamber
import Plant
package import SwitchCore

/// How well one run regulated the plant's true temperature, which a probe's lag does not flatter.
///
/// As in ``RunScore``, overshoot counts until 20 min after the set point was reached, and holding from
/// 10 min after it.
package struct RegulationScore: Sendable {
    /// Closer to the set point than this counts as reached, in K.
    private static let reachedKelvin = 1.0
    private static let overshootSeconds = 1_200.0
    private static let settlingSeconds = 600.0

    private let target: Double
    private var seconds = 0.0
    private var squares = 0.0
    private var holdCount = 0.0

    /// From the wish until the air was first within 1 °C, in s.
    package private(set) var secondsToReach: Double?
    /// How far the air went above the target until 20 min after it was reached, in K.
    package private(set) var overshootKelvin = 0.0
    /// The element's highest true temperature, in °C.
    package private(set) var elementHighest = -Double.infinity
    /// Changes of the heater's line, either way.
    package private(set) var switchings = 0

    /// A score for a run towards `target`.
    package init(target: Celsius) {
        self.target = target.degrees
    }

    /// Root mean square of the error while holding, in K; `nil` where it never held.
    package var holdRMSKelvin: Double? {
        holdCount > 0 ? (squares / holdCount).squareRoot() : nil
    }

    /// Switchings an hour over the whole run; 0 for an empty run.
    package var switchingsPerHour: Double {
        seconds > 0 ? Double(switchings) / seconds * 3600 : 0
    }

    /// The number that compares controllers: overshoot × hold RMS × switchings an hour. The smaller
    /// number is better.
    ///
    /// Differences below each factor's floor do not matter, and no factor of zero may win: 0.1 K of
    /// overshoot, 0.01 K of hold.
    package var product: Double? {
        holdRMSKelvin.map {
            max(overshootKelvin, 0.1) * max($0, 0.01) * switchingsPerHour
        }
    }

    /// Adds one beat.
    package mutating func add(air: Double, element: Double, switchings: Int, seconds: Double) {
        self.seconds = seconds
        self.switchings = switchings
        elementHighest = max(elementHighest, element)
        let error = air - target
        if secondsToReach == nil, abs(error) <= Self.reachedKelvin { secondsToReach = seconds }
        guard let secondsToReach else { return }
        if seconds - secondsToReach <= Self.overshootSeconds {
            overshootKelvin = max(overshootKelvin, error)
        }
        guard seconds - secondsToReach >= Self.settlingSeconds else { return }
        squares += error * error
        holdCount += 1
    }
}

extension TrialBench {
    /// Heats to `target` and holds it; `change` may change the bench before every beat.
    mutating func score(
        _ target: Celsius,
        for duration: Duration,
        _ change: (_ bench: inout TrialBench, _ seconds: Double) -> Void = { _, _ in }
    ) -> RegulationScore {
        var score = RegulationScore(target: target)
        heat(to: target)
        let (began, before) = (now, switchings)
        let end = now.advanced(by: duration)
        while now < end {
            change(&self, now.seconds(since: began))
            run(ScenarioRunner.beat)
            score.add(
                air: chamber.plant.air,
                element: chamber.plant.element,
                switchings: switchings - before,
                seconds: now.seconds(since: began)
            )
        }
        return score
    }
}
