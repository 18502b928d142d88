extension Calibration {
    /// The loss of the air per kelvin above the start, as a multiple of the element's gain per kelvin
    /// above the air, is less than this in a closed chamber: closed 1.0–1.75, with an open door from
    /// 2.07 on (200 random plants, `docs/regulation.md`)…
    private static let closedLossRatio = 2.15
    /// …or less than this, in W/K by the heater's rated power: an element with little surface in an
    /// ordinary chamber is no open door.
    private static let closedLossWattPerKelvin = 12.0
    /// Between this ratio and the first one, only a loss above `doubtfulLossWattPerKelvin` is an open
    /// door: heavy walls around a weaker heater than its label lose 15.0 W/K, the tightest open door
    /// 18.8 (85 plants).
    private static let doubtfulLossRatio = 1.9
    private static let doubtfulLossWattPerKelvin = 16.5
    /// Above this ratio the element does not lose its heat to the air: an open door shows up to 4.8.
    private static let stillAirLossRatio = 6.0
    /// No element with a running blower gets this far above the air, in K: random plants 16–103, with
    /// the blower stopped from 137 on.
    private static let stillAirExcessKelvin = 125.0
    /// The range of the excess as a share of the nominal 43 K at 300 W (random plants 0.39–2.13)…
    private static let usualExcess = 0.36...2.2
    /// …and where the air loses as much for what the element gives it as with a sound element: a heater of
    /// another power than its label's shows no other ratio, but a probe that half touches shows half of it, and
    /// half of the airflow twice. The corners of the random plants: excess 0.354–2.42, ratio 0.93–1.99.
    private static let soundExcess = 0.33...2.5
    /// The least such share in a first warm-up, which is not stored: the weakest of those plants with 70 % of its
    /// power. Unmeasured, `safety.heater_overrun` would end its heat.
    private static let weakestExcess = 0.24
    /// The least ratio there: 0.847 for that plant, whose walls have taken less of the heat in that time.
    private static let leastFirstLossRatio = 0.8
    private static let soundLossRatio = 0.85...2.15
    private static let nominalExcessKelvin = 43.0
    private static let nominalPowerWatts = 300.0
    /// …or as a share of the board's own number, where it has one.
    private static let excessOfBoard = 0.5...2.0
    /// The range of an element's time constant, in s: 14–147 at those corners, measured as 11.3–149.0.
    private static let timeConstantSeconds = 10.0...155.0
    /// The least rise of the chamber, in K: thirty times the noise.
    private static let leastRiseKelvin = 1.0
    /// The quality of a tangent that may not have reached its steepest place.
    private static let uncertainTangent = 0.7

    /// The figures measured so far.
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

    /// The result of a calibration.
    enum Verdict {
        case learned(ThermalModel)
        case refused(CalibrationFailure)
    }

    /// Returns the model that the figures make of `old`, or why they make none.
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

    /// The failure that the element's numbers show on their own; `nil` where they are good. In a first warm-up
    /// the heater may also be a weak one.
    static func failure(
        of fit: ElementFit,
        board: ThermalModel,
        _ heaterPowerWatts: Double,
        isFirstWarmUp: Bool = false
    ) -> CalibrationFailure? {
        let excess = fit.curve.hot
        if excess > stillAirExcessKelvin || fit.lossRatio > stillAirLossRatio { return .airStands }
        let least = isFirstWarmUp ? weakestExcess : soundExcess.lowerBound
        let sound = least...soundExcess.upperBound
        let leastRatio = isFirstWarmUp ? leastFirstLossRatio : soundLossRatio.lowerBound
        let ratios = leastRatio...soundLossRatio.upperBound
        let shares = ratios.contains(fit.lossRatio) ? sound : usualExcess
        let range = allowedExcess(board, heaterPowerWatts, shares)
        guard range.contains(excess), timeConstantSeconds.contains(fit.timeConstantSeconds) else {
            return .outOfBounds
        }
        let loss = fit.lossRatio * heaterPowerWatts / excess
        let isEscaping =
            (fit.lossRatio > closedLossRatio && loss > closedLossWattPerKelvin)
            || (fit.lossRatio > doubtfulLossRatio && loss > doubtfulLossWattPerKelvin)
        return isEscaping ? .heatEscapes : nil
    }

    /// The range of the excess, in K: figures beyond it would make the rules blind, as with a probe
    /// that has poor contact to the element.
    private static func allowedExcess(
        _ board: ThermalModel,
        _ heaterPowerWatts: Double,
        _ shares: ClosedRange<Double>
    ) -> ClosedRange<Double> {
        let own = board.elementExcessKelvin
        if own != ThermalModel.conservative.elementExcessKelvin {
            return own * excessOfBoard.lowerBound...own * excessOfBoard.upperBound
        }
        let power = heaterPowerWatts / nominalPowerWatts
        let low = shares.lowerBound * nominalExcessKelvin * min(1, power)
        let high = shares.upperBound * nominalExcessKelvin * max(1, power)
        return low...max(min(stillAirExcessKelvin, high), low)
    }

    /// The largest ratio between two calibrations of one heater. More means that the heater, a blower
    /// or a probe has changed, and the rules would accept the change as normal.
    private static let repeatable = 0.7...1.3

    private static func difference(
        of new: ThermalModel,
        from old: ThermalModel
    ) -> CalibrationFailure? {
        guard old.origin == .calibrated, old.balance != nil else { return nil }
        if !repeatable.contains(new.capacityRatio / old.capacityRatio) { return .probeMoved }
        return isAlike(new, old) ? nil : .heaterChanged
    }

    /// Whether two models can be of one heater.
    static func isAlike(_ new: ThermalModel, _ old: ThermalModel) -> Bool {
        repeatable.contains(new.elementExcessKelvin / old.elementExcessKelvin)
            && repeatable.contains(
                new.elementTimeConstantSeconds / old.elementTimeConstantSeconds
            )
    }
}
