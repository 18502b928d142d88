package import Chamber
package import Plant
package import SwitchCore

/// A plant, with what a contender knows about it in advance.
package struct PreparedPlant: Sendable {
    /// The set point of a run in °C; a hold has a lower one where the plant cannot reach this.
    private static let fullTarget = 60.0
    /// A hold at a higher duty hides a welded relay: the defect then changes almost nothing and does
    /// little harm.
    static let highestHoldDuty = 0.5

    /// The true parameters; contenders do not see them.
    package let plant: PlantParameters
    /// The board's configuration before anything is known about the plant.
    private let board: ControllerConfiguration
    /// The model from calibration; the board's where there is none.
    package let model: ThermalModel

    /// Calibrates where `isCalibrated`; a plant too weak for calibration keeps the board's model.
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

    /// The board's configuration with this plant's model.
    package var configuration: ControllerConfiguration {
        var configuration = board
        configuration.model = model
        return configuration
    }

    /// The heat loss of the chamber per kelvin above the room, in W/K.
    private var lossWattPerKelvin: Double {
        let throughWalls =
            plant.airWallWattPerKelvin * plant.wallRoomWattPerKelvin
            / (plant.airWallWattPerKelvin + plant.wallRoomWattPerKelvin)
        return plant.airRoomWattPerKelvin + throughWalls
    }

    /// Whether holding the set point takes more than 95 % of the heater's power.
    var isTooWeak: Bool {
        let rise = target.degrees - plant.room.degrees
        return lossWattPerKelvin * rise > 0.95 * plant.heaterPowerWatts
    }

    /// The set point of most runs, 60 °C.
    package var target: Celsius { Celsius(Self.fullTarget) }

    /// The set point of a hold: 60 °C, or what 90 % of the power holds. A chamber that cannot reach its
    /// set point turns off on its own (`safety.no_progress`), and then holds nothing.
    var holdTarget: Celsius { reachable(with: 0.9) }

    /// The highest set point up to 60 °C that ``highestHoldDuty`` holds.
    var easyTarget: Celsius { reachable(with: Self.highestHoldDuty) }

    private func reachable(with duty: Double) -> Celsius {
        let rise = duty * plant.heaterPowerWatts / lossWattPerKelvin
        return Celsius(min(Self.fullTarget, plant.room.degrees + rise))
    }
}
