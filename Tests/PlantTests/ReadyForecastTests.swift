import Chamber
import Plant
import SwitchCore
import Testing

@Suite struct ReadyForecastTests {
    /// The forecasts of a warm-up to 60 °C, every ten seconds, with the time that was left then; both in s.
    private static func forecasts(
        _ configuration: ControllerConfiguration,
        _ plant: PlantParameters
    ) throws -> [(foreseen: Double?, left: Double)] {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: "1min target 60\n1min mode on\n3h end"),
            configuration: configuration,
            plant: plant
        )
        var found: [(at: Duration, foreseen: Double?)] = []
        var reached: Duration?
        _ = runner.run { moment in
            if moment.snapshot.activity == .holding { reached = reached ?? moment.elapsed }
            guard reached == nil, moment.snapshot.activity == .heating else { return }
            if let last = found.last, moment.elapsed - last.at < .seconds(10) { return }
            found.append((moment.elapsed, moment.snapshot.readyIn?.inSeconds))
        }
        let end = try #require(reached)
        return found.map { ($0.foreseen, (end - $0.at).inSeconds) }
    }

    @Test(arguments: [1, 8, 11, 15, 19, 28, 33, 37, 42, 46] as [UInt64])
    func fromAThirdOfTheWayOnItIsWithinATenthOrAMinute(seed: UInt64) throws {
        let plant = seed == 1 ? PlantParameters() : RandomPlants.plant(seed: seed)
        var configuration = NominalBoard.configuration
        configuration.model = try #require(SimulatedCalibration.model(configuration, plant: plant))
        let forecasts = try Self.forecasts(configuration, plant)
        let whole = try #require(forecasts.first?.left)
        let late = forecasts.filter { $0.left <= whole * 2 / 3 }
        #expect(late.count > 10)
        for forecast in late {
            let foreseen = try #require(forecast.foreseen)
            let allowed = max(60, 0.1 * forecast.left)
            #expect(abs(foreseen - forecast.left) <= allowed, "\(forecast.left) s left")
        }
    }

    @Test func aHeaterThatWasNotCalibratedGivesNone() throws {
        let forecasts = try Self.forecasts(NominalBoard.configuration, PlantParameters())
        #expect(!forecasts.isEmpty)
        #expect(forecasts.allSatisfy { $0.foreseen == nil })
    }
}
