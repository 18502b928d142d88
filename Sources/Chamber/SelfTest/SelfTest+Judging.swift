import SwitchCore

/// What rises and falls mean.
extension SelfTest {
    /// How much the probe on the element has risen since the heat began, in K; `nil` without one.
    var elementRise: Double? {
        guard let now = degrees.element, let before = atHeat.element else { return nil }
        return now - before
    }

    private var chamberRise: Double? {
        guard let now = degrees.chamber, let before = atHeat.chamber else { return nil }
        return now - before
    }

    /// The probe that is called the chamber's is the one on the element.
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

    /// Whether what the heater did is what its model says.
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

    /// Without an element probe the chamber has to answer, where it warms fast enough to.
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

    /// The element's excess by the model: first order towards its full-power value.
    private func expectedElementRise(after seconds: Double) -> Double {
        let model = configuration.model
        let share = 1 - Elementary.exponential(-seconds / model.elementTimeConstantSeconds)
        return model.elementExcessKelvin * share
    }

    /// Whether the peak has fallen since the heater went off.
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

    /// A probe at its limit. The plugs may be swapped: what holds for the element holds for each.
    var tooHot: (ProbeName, Double)? {
        let foldback = limits.elementFoldback.degrees
        let highest = min(plan.hottest.degrees, foldback)
        let air = min(highest, limits.chamberTrip.degrees - 1)
        if let element = degrees.element, element >= highest { return (.element, element) }
        if let chamber = degrees.chamber, chamber >= air { return (.chamber, chamber) }
        if let second = degrees.chamberSecond, second >= air { return (.chamberSecond, second) }
        return nil
    }

    /// Warm before the first switching: what follows would mean nothing.
    var warm: (ProbeName, Double)? {
        if let element = degrees.element, let air = degrees.chamber,
            abs(element - air) > plan.warmElementKelvin
        {
            return element > air ? (.element, element) : (.chamber, air)
        }
        // Room for the rise that is the answer.
        let room = plan.enoughKelvin + 5
        if let element = degrees.element, element > plan.hottest.degrees - room {
            return (.element, element)
        }
        if let air = degrees.chamber, air >= limits.highestTarget.degrees { return (.chamber, air) }
        return nil
    }

    /// Compares how fast the element cools in moved and in still air.
    ///
    /// In still air a slow probe may see next to no fall; what an element loses there is reckoned as
    /// at least a fifth of what its model says of moved air (nominal: an eighth).
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
