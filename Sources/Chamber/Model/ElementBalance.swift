/// What a calibration learned about the element beyond the model's own numbers: the rules need it to
/// derive the element's power from its temperature.
package struct ElementBalance: Codable, Equatable, Sendable {
    /// Element above chamber at full power, by the element's temperature.
    package let curve: ExcessCurve
    /// How far the chamber's probe lags behind the air, in s.
    package let airLagSeconds: Double
    /// The chamber at rest before the step, in °C.
    package let restChamber: Double
    /// The element at rest before the step, in °C.
    package let restElement: Double

    package init(
        curve: ExcessCurve,
        airLagSeconds: Double,
        restChamber: Double,
        restElement: Double
    ) {
        self.curve = curve
        self.airLagSeconds = airLagSeconds
        self.restChamber = restChamber
        self.restElement = restElement
    }

    /// The balance from a fit, with the temperatures at the start of its step, in °C.
    init(_ fit: ElementFit, restChamber: Double, restElement: Double) {
        curve = fit.curve
        airLagSeconds = min(max(fit.airLagSeconds, 0), ElementFit.longestAirLag)
        self.restChamber = restChamber
        self.restElement = restElement
    }

    /// Whether every number is finite, and the curve that of a heater.
    var isPlausible: Bool {
        airLagSeconds.isFinite && restChamber.isFinite && restElement.isFinite
            && curve.perKelvin.isFinite && curve.perSquareKelvin.isFinite
            && curve.highest.isFinite && curve.most.isFinite && curve.most > 0
    }
}
