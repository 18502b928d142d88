import Chamber
import Plant

extension NominalBoard {
    /// The board after its owner has calibrated it on the nominal chamber.
    static let calibrated = measured(configuration)

    /// The board without a probe on its element, as it comes.
    static let withoutElement: ControllerConfiguration = {
        var board = configuration
        board.element = nil
        return board
    }()

    /// The same after a calibration.
    static let calibratedWithoutElement = measured(withoutElement)

    private static func measured(_ board: ControllerConfiguration) -> ControllerConfiguration {
        var board = board
        board.model = SimulatedCalibration.model(board, plant: PlantParameters()) ?? board.model
        return board
    }

    /// What a scenario on a board missed, in words.
    static func missed(
        _ text: String,
        on board: ControllerConfiguration,
        plant: PlantParameters = PlantParameters()
    ) throws -> [String] {
        try run(text, plant: plant, configuration: board).missed.map { "\($0.text): \($0.reason)" }
    }
}
