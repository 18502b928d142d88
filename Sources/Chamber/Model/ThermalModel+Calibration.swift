import SwitchCore

extension ThermalModel {
    /// The largest factor by which one calibration moves the hold duty, which it does not measure.
    private static let largestHoldRatio = 3.0

    /// This model with the numbers of a full-power step; `nil` where a number is invalid.
    ///
    /// The step is too short to measure the hold duty. The old hold duty is kept, scaled by the
    /// heater's strength in the step: by the element's excess where there is a probe on it (twice the
    /// excess is twice the power for the same chamber), else by the slope.
    func calibrated(by figures: CalibrationFigures, balance: ElementBalance?) -> ThermalModel? {
        let hasElement = balance != nil
        let strength =
            hasElement
            ? figures.elementExcessKelvin / elementExcessKelvin
            : figures.slopeKelvinPerSecond / slopeKelvinPerSecond
        let held = min(max(strength, 1 / Self.largestHoldRatio), Self.largestHoldRatio)
        return ThermalModel(
            slopeKelvinPerSecond: figures.slopeKelvinPerSecond,
            deadTimeSeconds: figures.deadTimeSeconds,
            holdDutyPerKelvin: holdDutyPerKelvin / held,
            // At rest the chamber has the room's temperature.
            room: Celsius(figures.restChamber),
            elementExcessKelvin: hasElement ? figures.elementExcessKelvin : elementExcessKelvin,
            elementTimeConstantSeconds:
                hasElement ? figures.elementTimeConstantSeconds : elementTimeConstantSeconds,
            origin: .calibrated
        )?.with(balance: balance, referenceDutyPerKelvin: nil)
    }
}
