/// What a calibration learned about the element beyond the model's own numbers: the rules need it to
/// derive the element's power from its temperature.
package struct ElementBalance: Codable, Equatable, Sendable {
    /// Element above chamber at full power, by the element's temperature.
    package let curve: ExcessCurve
    /// How far the chamber's probe lags behind the air, in s.
    package let airLagSeconds: Double
    /// The part of the element's time constant that a second mass has, in s; `nil` for one lump.
    package let secondSeconds: Double?
    /// The chamber at rest before the step, in °C.
    package let restChamber: Double
    /// The element at rest before the step, in °C.
    package let restElement: Double

    package init(
        curve: ExcessCurve,
        airLagSeconds: Double,
        secondSeconds: Double? = nil,
        restChamber: Double,
        restElement: Double
    ) {
        self.curve = curve
        self.airLagSeconds = airLagSeconds
        self.secondSeconds = secondSeconds
        self.restChamber = restChamber
        self.restElement = restElement
    }

    /// The balance from a fit, with the temperatures at the start of its step, in °C.
    init(_ fit: ElementFit, restChamber: Double, restElement: Double) {
        curve = fit.curve
        airLagSeconds = min(max(fit.airLagSeconds, 0), ElementFit.longestAirLag)
        secondSeconds = fit.secondSeconds
        self.restChamber = restChamber
        self.restElement = restElement
    }

    /// Whether every number is finite, and the curve that of a heater.
    var isPlausible: Bool {
        airLagSeconds.isFinite && restChamber.isFinite && restElement.isFinite
            && curve.perKelvin.isFinite && curve.perSquareKelvin.isFinite
            && curve.highest.isFinite && curve.most.isFinite && curve.most > 0
            && (secondSeconds ?? 0).isFinite && (secondSeconds ?? 0) >= 0
    }

    /// The heat that the element stores, as kelvins of excess: of its rate of change in K/s, and of that
    /// rate behind the lag of a second mass.
    ///
    /// - Parameter timeConstant: the element's, without its probe's lag, in s.
    func stored(_ timeConstant: Double, rate: Double, laggedRate: Double) -> Double {
        guard let secondSeconds else { return timeConstant * rate }
        return max(timeConstant - secondSeconds, 0) * rate + secondSeconds * laggedRate
    }
}
