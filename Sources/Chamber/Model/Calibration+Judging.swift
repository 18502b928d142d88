extension Calibration {
    /// The air of a closed chamber loses, for each kelvin above the start, less than this multiple of
    /// what the element gives it for each kelvin above the air: closed 1.0–1.75, with an open door
    /// from 2.07 on (200 random plants, `docs/regulation.md`)…
    private static let closedLossRatio = 1.9
    /// …or less than this, in W/K by the heater's rated power: an element with little surface and
    /// an ordinary chamber are no open door either.
    private static let closedLossWattPerKelvin = 12.0
    /// Above this the element does not get rid of its heat: an open door shows up to 4.8.
    private static let stillAirLossRatio = 6.0
    /// No element with its blower running gets so far above the air, in K: random plants 16–103,
    /// with the blower stopped from 137 on.
    private static let stillAirExcessKelvin = 125.0
    /// What the chamber must have warmed at least, in K: thirty times the noise.
    private static let leastRiseKelvin = 1.0
    /// Below this quality the numbers are not used.
    static let leastQuality = 0.5
    /// What a tangent is worth whose steepest place may still have been to come.
    private static let uncertainTangent = 0.7

    /// What was measured so far.
    var figures: CalibrationFigures {
        var figures = CalibrationFigures()
        figures.restChamber = Self.finite(curve.restAir)
        figures.restElement = curve.hasElement ? Self.finite(curve.restElement) : nil
        figures.slopeKelvinPerSecond = Self.finite(curve.tangent.steepest)
        figures.deadTimeSeconds = Self.finite(curve.tangent.deadTimeSeconds)
        figures.heatingSeconds = heatingSeconds
        var quality = curve.tangent.hasPassed ? 1 : Self.uncertainTangent
        if let fit = curve.elementFit {
            figures.elementExcessKelvin = Self.finite(fit.excessKelvin)
            figures.elementTimeConstantSeconds = Self.finite(fit.timeConstantSeconds)
            figures.lossRatio = Self.finite(fit.lossRatio)
            let unexplained = fit.residualKelvinSeconds / max(fit.excessKelvin, 1)
            quality *= 1 - min(Self.finite(unexplained), 1)
        } else if curve.hasElement {
            quality = 0
        }
        figures.quality = quality
        return figures
    }

    private static func finite(_ number: Double) -> Double { number.isFinite ? number : 0 }

    /// What becomes of a run.
    enum Verdict {
        case learned(ThermalModel)
        case refused(CalibrationFailure)
    }

    /// The model that the figures make of `old`, or why they make none.
    func judge(
        _ figures: CalibrationFigures,
        old: ThermalModel,
        heaterPowerWatts: Double
    ) -> Verdict {
        guard isAtRest else { return .refused(.notAtRest) }
        guard figures.slopeKelvinPerSecond > 0, curve.rise >= Self.leastRiseKelvin else {
            return .refused(.noEffect)
        }
        if curve.hasElement, let failure = Self.elementFailure(figures, heaterPowerWatts) {
            return .refused(failure)
        }
        guard figures.quality >= Self.leastQuality else { return .refused(.poorFit) }
        let model = old.calibrated(by: figures, hasElement: curve.hasElement)
        guard let model, model.isPlausible else { return .refused(.outOfBounds) }
        return .learned(model)
    }

    private static func elementFailure(
        _ figures: CalibrationFigures,
        _ heaterPowerWatts: Double
    ) -> CalibrationFailure? {
        guard figures.elementExcessKelvin > 0, figures.elementTimeConstantSeconds > 0 else {
            return .poorFit
        }
        if figures.elementExcessKelvin > stillAirExcessKelvin
            || figures.lossRatio > stillAirLossRatio
        {
            return .airStands
        }
        let lossWattPerKelvin = figures.lossRatio * heaterPowerWatts / figures.elementExcessKelvin
        let isEscaping =
            figures.lossRatio > closedLossRatio && lossWattPerKelvin > closedLossWattPerKelvin
        return isEscaping ? .heatEscapes : nil
    }
}
