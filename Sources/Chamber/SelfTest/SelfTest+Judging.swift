import SwitchCore

/// The judgement of rises and falls.
extension SelfTest {
    /// The rise of the element's probe since the heat began, in K; `nil` without that probe.
    var elementRise: Double? {
        guard let now = degrees.element, let before = atHeat.element else { return nil }
        return now - before
    }

    private var chamberRise: Double? {
        guard let now = degrees.chamber, let before = atHeat.chamber else { return nil }
        return now - before
    }

    /// Whether the probe configured as the chamber's is the one on the element.
    var hasSwappedPlugs: Bool {
        guard let element = elementRise, let chamber = chamberRise else { return false }
        return chamber >= plan.tellingKelvin && chamber > 2 * element
    }

    var plugDetail: SelfTestFinding.Detail {
        .plugsCompared(
            chamber: TemperatureDelta(chamberRise ?? 0),
            element: TemperatureDelta(elementRise ?? 0)
        )
    }

    /// Whether the heater's effect matches its model.
    var heatFinding: SelfTestFinding {
        let seconds = heated.inSeconds
        guard let rise = elementRise else { return chamberFinding(after: seconds) }
        let expected = expectedElementRise(after: seconds)
        let verdict: SelfTestFinding.Verdict
        if rise < plan.leastKelvin {
            verdict = .failed
        } else {
            verdict = rise < plan.weakShare * expected ? .warning : .passed
        }
        return SelfTestFinding(
            .heat,
            verdict,
            .rose(
                .element,
                rise: TemperatureDelta(rise),
                expected: TemperatureDelta(expected),
                seconds: seconds
            )
        )
    }

    /// Judges the chamber without an element probe, where the chamber warms fast enough.
    private func chamberFinding(after seconds: Double) -> SelfTestFinding {
        let model = configuration.model
        let expected = model.slopeKelvinPerSecond * max(0, seconds - model.deadTimeSeconds)
        guard expected >= plan.tellingChamberKelvin, let rise = chamberRise else {
            return SelfTestFinding(.heat, .skipped, .noElementProbe)
        }
        let isWarmer = rise >= plan.weakShare * expected
        return SelfTestFinding(
            .heat,
            isWarmer ? .passed : .failed,
            .rose(
                .chamber,
                rise: TemperatureDelta(rise),
                expected: TemperatureDelta(expected),
                seconds: seconds
            )
        )
    }

    /// The element's rise by the model, in K: first order towards its excess at full power.
    private func expectedElementRise(after seconds: Double) -> Double {
        let model = configuration.model
        let share = 1 - Elementary.exponential(-seconds / model.elementTimeConstantSeconds)
        return model.elementExcessKelvin * share
    }

    /// Whether the element's temperature has fallen from its peak since the heater went off.
    var fallFinding: SelfTestFinding {
        guard let now = degrees.element, let peak = peak.element else {
            return SelfTestFinding(.fall, .skipped, .noElementProbe)
        }
        let fall = peak - now
        return SelfTestFinding(
            .fall,
            fall >= plan.leastFallKelvin ? .passed : .failed,
            .fell(.element, TemperatureDelta(fall))
        )
    }

    /// A probe at its limit. The plugs may be swapped, so the element's limit applies to each probe.
    var tooHot: (ProbeName, Double)? {
        let foldback = limits.elementFoldback.degrees
        let highest = min(plan.hottest.degrees, foldback)
        let air = min(highest, limits.chamberTrip.degrees - 1)
        if let element = degrees.element, element >= highest { return (.element, element) }
        if let chamber = degrees.chamber, chamber >= air { return (.chamber, chamber) }
        if let second = degrees.chamberSecond, second >= air { return (.chamberSecond, second) }
        return nil
    }

    /// A probe that is warm before the first switching, which makes the test meaningless.
    var warm: (ProbeName, Double)? {
        if let element = degrees.element, let air = degrees.chamber,
            abs(element - air) > plan.warmElementKelvin
        {
            return element > air ? (.element, element) : (.chamber, air)
        }
        // Room for the rise that the test needs.
        let room = plan.enoughKelvin + 5
        if let element = degrees.element, element > plan.hottest.degrees - room {
            return (.element, element)
        }
        if let air = degrees.chamber, air >= limits.highestTarget.degrees { return (.chamber, air) }
        return nil
    }

    /// Compares how fast the element cools in moved and in still air.
    ///
    /// In still air a slow probe may see almost no fall. The element's loss there counts as at least a
    /// fifth of the model's loss in moved air (nominal: an eighth).
    func blowerFinding(at now: Instant) -> SelfTestFinding {
        guard configuration.isFanFitted else {
            return SelfTestFinding(.blower, .skipped, .noBlower)
        }
        guard let still = stillKelvinPerSecond, let begin = movedBegin,
            let element = degrees.element
        else { return SelfTestFinding(.blower, .skipped, .noElementProbe) }
        let least = begin.excess / (5 * configuration.model.elementTimeConstantSeconds)
        let moved = (begin.degrees - element) / max(now.seconds(since: begin.at), 0.1)
        let factor = moved / max(still, least, 0.01)
        let verdict: SelfTestFinding.Verdict = factor >= plan.blowerFactor ? .passed : .failed
        return SelfTestFinding(.blower, verdict, .blowerFactor(factor))
    }
}
