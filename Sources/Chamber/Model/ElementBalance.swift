/// What a calibration learned of the element beyond the model's own numbers: what the rules need to tell
/// from its temperature how much power it gets.
package struct ElementBalance: Codable, Equatable, Sendable {
    /// Element above chamber at full power, by the element's temperature.
    package let curve: ExcessCurve
    /// How late the chamber's probe shows the air, in s.
    package let airLagSeconds: Double
    /// Chamber and element at rest before the step, in °C.
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

    /// The balance of a fit with the temperatures that its step began from, in °C.
    init(_ fit: ElementFit, restChamber: Double, restElement: Double) {
        curve = fit.curve
        airLagSeconds = min(max(fit.airLagSeconds, 0), ElementFit.longestAirLag)
        self.restChamber = restChamber
        self.restElement = restElement
    }

    /// Every number is finite, and the curve one of a heater.
    var isPlausible: Bool {
        airLagSeconds.isFinite && restChamber.isFinite && restElement.isFinite
            && curve.perKelvin.isFinite && curve.perSquareKelvin.isFinite
            && curve.highest.isFinite && curve.most.isFinite && curve.most > 0
    }
}
