package import Chamber
package import Plant

/// The model that Hearth's own calibration finds on a plant.
package enum PlantModel {
    /// Longer than any calibration takes.
    private static let longest = Duration.minutes(20)

    /// Calibrates from rest as a user does; `nil` where the calibration refuses the plant's curve.
    package static func calibrated(_ plant: PlantParameters) -> ThermalModel? {
        var bench = TrialBench(HearthContender(NominalBoard.configuration), plant: plant)
        bench.run(.minutes(1))
        bench.subject.calibrate()
        bench.run(longest) { $0.subject.snapshot.model.origin == .calibrated }
        let model = bench.subject.snapshot.model
        return model.origin == .calibrated ? model : nil
    }
}
