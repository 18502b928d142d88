import Chamber
import Plant

/// A plant with what a contender on it is told beforehand.
struct PreparedPlant: Sendable {
    /// What every run heats to, where the plant can.
    private static let fullTarget = 60.0
    /// A chamber that is held with more than this share of its power hides a welded relay: the defect
    /// changes next to nothing, and does as little harm.
    static let highestHoldDuty = 0.5

    let plant: PlantParameters
    /// The model of its calibration; the board's where there is none.
    let model: ThermalModel

    init(_ plant: PlantParameters, isCalibrated: Bool) {
        self.plant = plant
        let calibrated = isCalibrated ? PlantModel.calibrated(plant) : nil
        model = calibrated ?? .conservative
    }

    /// The board with this plant's model.
    var configuration: ControllerConfiguration {
        var configuration = NominalBoard.configuration
        configuration.model = model
        return configuration
    }

    var target: Celsius { Celsius(Self.fullTarget) }

    /// The set point that at most ``highestHoldDuty`` holds.
    var easyTarget: Celsius {
        let throughWalls =
            plant.airWallWattPerKelvin * plant.wallRoomWattPerKelvin
            / (plant.airWallWattPerKelvin + plant.wallRoomWattPerKelvin)
        let loss = plant.airRoomWattPerKelvin + throughWalls
        let rise = Self.highestHoldDuty * plant.heaterPowerWatts / loss
        return Celsius(min(Self.fullTarget, plant.room.degrees + rise))
    }
}
