import SwitchCore

extension ThermalModel {
    /// The most that one calibration moves the hold duty, either way: it does not measure it.
    private static let largestHoldRatio = 3.0

    /// This model with the numbers of a full-power step; `nil` where one of them makes no sense.
    ///
    /// The step is too short to measure what holding takes. That is kept, scaled by what the step says
    /// of the heater's strength: the element's excess where there is a probe on it (twice the
    /// excess is twice the power for the same chamber), else the slope.
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
            // From rest the chamber is as warm as the room.
            room: Celsius(figures.restChamber),
            elementExcessKelvin: hasElement ? figures.elementExcessKelvin : elementExcessKelvin,
            elementTimeConstantSeconds:
                hasElement ? figures.elementTimeConstantSeconds : elementTimeConstantSeconds,
            origin: .calibrated
        )?.with(balance: balance, referenceDutyPerKelvin: nil)
    }
}
