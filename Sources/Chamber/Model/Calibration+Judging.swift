extension Calibration {
    /// The air of a closed chamber loses, for each kelvin above the start, less than this multiple of
    /// what the element gives it for each kelvin above the air: closed 1.0–1.75, with an open door
    /// from 2.07 on (200 random plants, `docs/regulation.md`)…
    private static let closedLossRatio = 2.15
    /// …or less than this, in W/K by the heater's rated power: an element with little surface and
    /// an ordinary chamber are no open door either.
    private static let closedLossWattPerKelvin = 12.0
    /// Between this ratio and the first one only so much loss is an open door, in W/K: heavy walls around
    /// a heater that is weaker than its label lose 15.0, the tightest open door 18.8 (85 plants).
    private static let doubtfulLossRatio = 1.9
    private static let doubtfulLossWattPerKelvin = 16.5
    /// Above this the element does not get rid of its heat: an open door shows up to 4.8.
    private static let stillAirLossRatio = 6.0
    /// No element with its blower running gets so far above the air, in K: random plants 16–103,
    /// with the blower stopped from 137 on.
    private static let stillAirExcessKelvin = 125.0
    /// What the excess may be beside the nominal 43 K of 300 W (random plants 0.39–2.13)…
    private static let usualExcess = 0.36...2.2
    private static let nominalExcessKelvin = 43.0
    private static let nominalPowerWatts = 300.0
    /// …or beside the board's own number, where it has one.
    private static let excessOfBoard = 0.5...2.0
    /// What an element's time constant is, in s.
    private static let timeConstantSeconds = 10.0...150.0
    /// What the chamber must have warmed at least, in K: thirty times the noise.
    private static let leastRiseKelvin = 1.0
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
            figures.elementExcessKelvin = Self.finite(fit.curve.hot)
            figures.elementTimeConstantSeconds = Self.finite(fit.timeConstantSeconds)
            figures.lossRatio = Self.finite(fit.lossRatio)
            quality *= 1 - min(Self.finite(fit.unexplainedShare), 1)
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
        board: ThermalModel,
        heaterPowerWatts: Double
    ) -> Verdict {
        guard isAtRest else { return .refused(.notAtRest) }
        guard figures.slopeKelvinPerSecond > 0, curve.rise >= Self.leastRiseKelvin else {
            return .refused(.noEffect)
        }
        let fit = curve.elementFit
        if curve.hasElement {
            guard let fit, fit.isGood, fit.curve.hot > 0, fit.timeConstantSeconds > 0 else {
                return .refused(.poorFit)
            }
            if let failure = Self.failure(of: fit, board: board, heaterPowerWatts) {
                return .refused(failure)
            }
        }
        let balance = fit.map {
            ElementBalance($0, restChamber: curve.restAir, restElement: curve.restElement)
        }
        let model = old.calibrated(by: figures, balance: balance)
        guard let model, model.isPlausible else { return .refused(.outOfBounds) }
        if curve.hasElement, let failure = Self.difference(of: model, from: old) {
            return .refused(failure)
        }
        return .learned(model)
    }

    /// What speaks against the element's numbers by themselves.
    static func failure(
        of fit: ElementFit,
        board: ThermalModel,
        _ heaterPowerWatts: Double
    ) -> CalibrationFailure? {
        let excess = fit.curve.hot
        if excess > stillAirExcessKelvin || fit.lossRatio > stillAirLossRatio { return .airStands }
        let range = allowedExcess(board, heaterPowerWatts)
        guard range.contains(excess), timeConstantSeconds.contains(fit.timeConstantSeconds) else {
            return .outOfBounds
        }
        let loss = fit.lossRatio * heaterPowerWatts / excess
        let isEscaping =
            (fit.lossRatio > closedLossRatio && loss > closedLossWattPerKelvin)
            || (fit.lossRatio > doubtfulLossRatio && loss > doubtfulLossWattPerKelvin)
        return isEscaping ? .heatEscapes : nil
    }

    /// What the excess may be, in K: figures beyond it would make the rules blind, as a probe does
    /// that touches the element badly.
    private static func allowedExcess(
        _ board: ThermalModel,
        _ heaterPowerWatts: Double
    ) -> ClosedRange<Double> {
        let own = board.elementExcessKelvin
        if own != ThermalModel.conservative.elementExcessKelvin {
            return own * excessOfBoard.lowerBound...own * excessOfBoard.upperBound
        }
        let power = heaterPowerWatts / nominalPowerWatts
        let low = usualExcess.lowerBound * nominalExcessKelvin * min(1, power)
        let high = usualExcess.upperBound * nominalExcessKelvin * max(1, power)
        return low...max(min(stillAirExcessKelvin, high), low)
    }

    /// What two calibrations of one heater may differ by: more is a heater, a blower or a probe that is
    /// no longer what it was, which the rules would then take for right.
    private static let repeatable = 0.7...1.3

    private static func difference(
        of new: ThermalModel,
        from old: ThermalModel
    ) -> CalibrationFailure? {
        guard old.origin == .calibrated, old.balance != nil else { return nil }
        if !repeatable.contains(new.capacityRatio / old.capacityRatio) { return .probeMoved }
        let isAlike =
            repeatable.contains(new.elementExcessKelvin / old.elementExcessKelvin)
            && repeatable.contains(
                new.elementTimeConstantSeconds / old.elementTimeConstantSeconds
            )
        return isAlike ? nil : .heaterChanged
    }
}
