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
}
