/// The rules about heater and chamber, which need a model of both, and what they look at.
struct PlantGuards: Codable {
    var expected = ExpectedExcess()
    var heatingFailed = HeatingFailedGuard()
    var excess = ExcessGuard()
    var uncalledHeat: UncalledHeatGuard
    var thermalRunaway: ThermalRunawayGuard
    var sensorFrozen = SensorFrozenGuard()
    var probeMismatch: ProbeMismatchGuard
    var progress: ProgressGuard
    var holdPower = HoldPowerGuard()

    init(_ parameters: GuardParameters) {
        uncalledHeat = UncalledHeatGuard(parameters)
        thermalRunaway = ThermalRunawayGuard(parameters)
        probeMismatch = ProbeMismatchGuard(parameters)
        progress = ProgressGuard(parameters)
    }

    /// Judges by these numbers from now on; what was seen so far stays.
    mutating func adopt(_ parameters: GuardParameters) {
        uncalledHeat.adopt(parameters)
        thermalRunaway.adopt(parameters)
        probeMismatch.adopt(parameters)
        progress.adopt(parameters)
    }
}
