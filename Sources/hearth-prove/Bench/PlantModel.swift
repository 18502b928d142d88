package import Chamber
package import Plant

/// The model that Hearth's own calibration finds on a plant.
package enum PlantModel {
    /// Calibrates from rest as a user does; `nil` where the calibration refuses the plant's curve.
    package static func calibrated(_ plant: PlantParameters) -> ThermalModel? {
        SimulatedCalibration.model(NominalBoard.configuration, plant: plant)
    }
}
