import Chamber
import Plant
import SwitchCore
import Testing

@Suite struct ReadyForecastTests {
    /// The forecasts of a warm-up to 60 °C, every ten seconds, with the time that was left then; both in s.
    /// `nil`: it does not arrive within two hours.
    private static func forecasts(
        _ configuration: ControllerConfiguration,
        _ plant: PlantParameters
    ) throws -> [(foreseen: Double?, left: Double)]? {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: "1min target 60\n1min mode on\n121min end"),
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
        guard let end = reached else { return nil }
        return found.map { ($0.foreseen, (end - $0.at).inSeconds) }
    }

    /// Seeds of ten plants each; plants that are too weak for 60 °C arrive at no time.
    @Test(arguments: [1, 11, 21, 31] as [UInt64])
    func fromAThirdOfTheWayOnItIsWithinATenthOrAMinute(first: UInt64) throws {
        var arrivals = 0
        for seed in first..<(first + 10) {
            let plant = RandomPlants.plant(seed: seed)
            var configuration = NominalBoard.configuration
            configuration.model = try #require(
                SimulatedCalibration.model(configuration, plant: plant)
            )
            guard let forecasts = try Self.forecasts(configuration, plant),
                let whole = forecasts.first?.left
            else { continue }
            arrivals += 1
            for forecast in forecasts where forecast.left <= whole * 2 / 3 {
                let foreseen = try #require(forecast.foreseen, "seed \(seed)")
                let allowed = max(60, 0.1 * forecast.left)
                let words = "seed \(seed): \(forecast.left) s left, foretold \(foreseen) s"
                #expect(abs(foreseen - forecast.left) <= allowed, "\(words)")
            }
        }
        #expect(arrivals >= 7)
    }

    @Test func theNominalPlantIsForetold() throws {
        let plant = PlantParameters()
        var configuration = NominalBoard.configuration
        configuration.model = try #require(SimulatedCalibration.model(configuration, plant: plant))
        let found = try Self.forecasts(configuration, plant)
        let forecasts = try #require(found)
        #expect(forecasts.count > 10)
        for forecast in forecasts where forecast.left <= 240 {
            let foreseen = try #require(forecast.foreseen)
            #expect(abs(foreseen - forecast.left) <= 60)
        }
    }

    @Test func aHeaterThatWasNotCalibratedGivesNone() throws {
        let found = try Self.forecasts(NominalBoard.configuration, PlantParameters())
        let forecasts = try #require(found)
        #expect(!forecasts.isEmpty)
        #expect(forecasts.allSatisfy { $0.foreseen == nil })
    }

    /// The outlooks of a warm-up to 60 °C by a scenario, every ten seconds, with the chamber's temperature.
    private static func outlooks(
        _ plant: PlantParameters,
        _ scenario: String
    ) throws -> [(at: Duration, chamber: Double, outlook: ReadyOutlook)] {
        var configuration = NominalBoard.configuration
        configuration.model = try #require(SimulatedCalibration.model(configuration, plant: plant))
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: scenario),
            configuration: configuration,
            plant: plant
        )
        var found: [(at: Duration, chamber: Double, outlook: ReadyOutlook)] = []
        _ = runner.run { moment in
            if let last = found.last, moment.elapsed - last.at < .seconds(10) { return }
            guard let outlook = moment.snapshot.outlook,
                let chamber = moment.snapshot.chamber.temperature
            else { return }
            found.append((moment.elapsed, chamber.degrees, outlook))
        }
        return found
    }

    @Test(arguments: [1, 8, 19, 33] as [UInt64])
    func theWayThereIsTheOneThatTheChamberTakes(seed: UInt64) throws {
        let plant = seed == 1 ? PlantParameters() : RandomPlants.plant(seed: seed)
        let found = try Self.outlooks(plant, "1min target 60\n1min mode on\n3h end")
        let middle = try #require(found.dropFirst(found.count / 3).first)
        let path = middle.outlook.path
        #expect(path.count > 4)
        for index in 0..<path.count {
            let at = middle.at + .seconds(Double(index) * path.spacing)
            let real = try #require(found.last { $0.at <= at })
            guard at - real.at < .seconds(11) else { continue }
            #expect(abs(path[index] - real.chamber) < 3, "\(index)")
        }
        #expect(found.allSatisfy { !$0.outlook.isSlow })
    }

    @Test func anOpenDoorMakesItSlowerThanUsual() throws {
        let scenario = "1min target 60\n1min mode on\n2min door open\n3h end"
        let found = try Self.outlooks(PlantParameters(), scenario)
        #expect(found.first?.outlook.isSlow == false)
        #expect(found.contains { $0.outlook.isSlow })
    }

    @Test func aCalibratedHeaterKnowsHowWarmItGets() throws {
        let plant = PlantParameters()
        var configuration = NominalBoard.configuration
        configuration.model = try #require(SimulatedCalibration.model(configuration, plant: plant))
        let calibrated = Controller(configuration, at: .zero).initialSnapshot.highestReachable
        let reached = try #require(calibrated)
        #expect(reached > Celsius(50))
        configuration.model = try #require(
            ThermalModel(
                slopeKelvinPerSecond: 0.16,
                deadTimeSeconds: 30,
                holdDutyPerKelvin: 0.05,
                room: Celsius(20),
                elementExcessKelvin: 43,
                elementTimeConstantSeconds: 36,
                origin: .calibrated
            )
        )
        let weak = Controller(configuration, at: .zero).initialSnapshot.highestReachable
        #expect(weak == Celsius(40), "20 K above the room at full power")
        let board = Controller(NominalBoard.configuration, at: .zero).initialSnapshot
        #expect(board.highestReachable == nil)
    }
}
