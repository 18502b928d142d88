package import Chamber
package import Plant
package import SwitchCore

/// A plant with what a contender on it is told beforehand.
package struct PreparedPlant: Sendable {
    /// What every run heats to, where the plant can.
    private static let fullTarget = 60.0
    /// A chamber that is held with more than this share of its power hides a welded relay: the defect
    /// changes next to nothing, and does as little harm.
    static let highestHoldDuty = 0.5

    /// The true parameters, which no contender sees.
    package let plant: PlantParameters
    /// The board at it, before anything is known of the plant.
    private let board: ControllerConfiguration
    /// The model of its calibration; the board's where there is none.
    package let model: ThermalModel

    /// Runs the calibration where `isCalibrated`; a plant too weak for one keeps the board's model.
    package init(
        _ plant: PlantParameters,
        isCalibrated: Bool,
        on board: ControllerConfiguration = NominalBoard.configuration
    ) {
        self.plant = plant
        self.board = board
        let calibrated = isCalibrated ? SimulatedCalibration.model(board, plant: plant) : nil
        model = calibrated ?? board.model
    }

    /// The board with this plant's model.
    package var configuration: ControllerConfiguration {
        var configuration = board
        configuration.model = model
        return configuration
    }

    /// What the chamber loses per kelvin above the room, in W/K.
    private var lossWattPerKelvin: Double {
        let throughWalls =
            plant.airWallWattPerKelvin * plant.wallRoomWattPerKelvin
            / (plant.airWallWattPerKelvin + plant.wallRoomWattPerKelvin)
        return plant.airRoomWattPerKelvin + throughWalls
    }

    /// Not even the element's whole power holds the set point with 5 % to spare.
    var isTooWeak: Bool {
        let rise = target.degrees - plant.room.degrees
        return lossWattPerKelvin * rise > 0.95 * plant.heaterPowerWatts
    }

    /// The set point of most runs, 60 °C.
    package var target: Celsius { Celsius(Self.fullTarget) }

    /// The set point of a hold: 60 °C, or what nine tenths of the power hold. Who cannot reach its set
    /// point is turned off for that by itself (`safety.no_progress`), and holds nothing.
    var holdTarget: Celsius { reachable(with: 0.9) }

    /// The set point that at most ``highestHoldDuty`` holds.
    var easyTarget: Celsius { reachable(with: Self.highestHoldDuty) }

    private func reachable(with duty: Double) -> Celsius {
        let rise = duty * plant.heaterPowerWatts / lossWattPerKelvin
        return Celsius(min(Self.fullTarget, plant.room.degrees + rise))
    }
}
