import Chamber
import Plant

extension NominalBoard {
    /// Runs a scenario; returns its score and the missed expectations.
    static func run(
        _ text: String,
        plant: PlantParameters = PlantParameters(),
        configuration: ControllerConfiguration = configuration
    ) throws -> (score: RunScore, missed: [Scenario.Missed]) {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: text),
            configuration: configuration,
            plant: plant
        )
        var score = RunScore()
        let missed = runner.run { score.add($0) }
        return (score, missed)
    }
}
