import Chamber
import Plant
import SwitchCore
import Testing

/// The calibration on computed chambers: what it measures, and what it refuses.
@Suite struct CalibrationTests {
    /// How a calibration from rest ends.
    private struct Ending {
        var change: ModelChange?
        var report: CalibrationReport?
        var hasLatched = false
        var heating = Duration.zero
        var last = Snapshot()
    }

    private static func calibrate(
        _ plant: PlantParameters = PlantParameters(),
        before: String = "",
        configuration: ControllerConfiguration = NominalBoard.configuration
    ) throws -> Ending {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: before + "20s calibrate\n6min end"),
            configuration: configuration,
            plant: plant
        )
        var ending = Ending()
        _ = runner.run { moment in
            let isHeating = moment.snapshot.calibration?.phase == .heating
            if isHeating { ending.heating += ScenarioRunner.beat }
            for event in moment.events {
                if case .modelAdopted(let change) = event.kind { ending.change = change }
                if case .latched = event.kind { ending.hasLatched = true }
            }
            ending.last = moment.snapshot
        }
        ending.report = ending.last.calibrationReport
        return ending
    }

    private static func excess(of plant: PlantParameters) -> Double {
        plant.heaterPowerWatts / plant.elementAirWattPerKelvin
    }

    private static func timeConstant(of plant: PlantParameters) -> Double {
        plant.elementJoulePerKelvin / plant.elementAirWattPerKelvin + plant.elementProbeLagSeconds
    }

    @Test func theNominalPlantIsMeasured() throws {
        let ending = try Self.calibrate()
        let model = try #require(ending.change).new
        #expect(model.origin == .calibrated)
        #expect(abs(model.elementExcessKelvin - 42.9) < 1)
        #expect(abs(model.elementTimeConstantSeconds - 39.7) < 2)
        #expect(abs(model.slopeKelvinPerSecond - 0.162) < 0.005)
        #expect(abs(model.deadTimeSeconds - 31) < 3)
        #expect(abs(model.room.degrees - 25) < 0.1)
        #expect(ending.heating <= .minutes(4))
        #expect(try #require(ending.report).figures.quality > 0.8)
        #expect(ending.last.model == model)
        #expect(!ending.last.settings.isOn)
        #expect(ending.last.offReason == .calibrationOver)
        #expect(ending.last.duty == .off)
    }

    @Test func plantsThatNobodyTunedForAreMeasured() throws {
        for seed in 1...40 as ClosedRange<UInt64> {
            let plant = RandomPlants.plant(seed: seed)
            let ending = try Self.calibrate(plant)
            let model = try #require(ending.change, "seed \(seed)").new
            let excess = model.elementExcessKelvin / Self.excess(of: plant)
            let timeConstant = model.elementTimeConstantSeconds / Self.timeConstant(of: plant)
            #expect((0.95...1.03).contains(excess), "seed \(seed)")
            #expect((0.87...1.05).contains(timeConstant), "seed \(seed)")
            #expect(ending.heating <= .minutes(4), "seed \(seed)")
            #expect(!ending.hasLatched, "seed \(seed)")
        }
    }

    @Test(arguments: [41, 81, 121, 161] as [UInt64])
    func everyPlantOfTheGeneratorIsAccepted(from first: UInt64) throws {
        for seed in first..<(first + 40) {
            let ending = try Self.calibrate(RandomPlants.plant(seed: seed))
            #expect(ending.change != nil, "seed \(seed)")
        }
    }

    @Test(arguments: 0..<RandomPlants.corners)
    func everyCornerOfTheGeneratorIsAccepted(corner: Int) throws {
        let plant = RandomPlants.plant(corner: corner)
        let ending = try Self.calibrate(plant)
        let model = try #require(ending.change, "\(String(describing: ending.report))").new
        let excess = model.elementExcessKelvin / Self.excess(of: plant)
        let timeConstant = model.elementTimeConstantSeconds / Self.timeConstant(of: plant)
        #expect((0.87...1.03).contains(excess))
        #expect((0.8...1.05).contains(timeConstant))
        #expect(!ending.hasLatched)
    }

    /// As hot above the air as the hottest corner, or as cold as the coldest, but by a defect.
    private static let defects = [
        (corner: 0, fault: "fan_weak 0.54"),
        (32, "fan_weak 0.54"),
        (5, "element_touching 0.52"),
        (21, "element_touching 0.52"),
    ]

    @Test(arguments: defects)
    func aDefectAtTheBoundsIsRefused(row: (corner: Int, fault: String)) throws {
        let ending = try Self.calibrate(
            RandomPlants.plant(corner: row.corner),
            before: "0s fault \(row.fault)\n"
        )
        #expect(ending.change == nil)
    }

    @Test func anOpenDoorIsRefused() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let ending = try Self.calibrate(
                RandomPlants.plant(seed: seed),
                before: "0s door open\n"
            )
            #expect(ending.report?.failure == .heatEscapes, "seed \(seed)")
            #expect(ending.last.model == .conservative, "seed \(seed)")
        }
    }

    @Test func aStoppedBlowerEndsWithoutAModel() throws {
        for seed in 1...20 as ClosedRange<UInt64> {
            let ending = try Self.calibrate(
                RandomPlants.plant(seed: seed),
                before: "0s fault fan_stopped\n"
            )
            #expect(ending.report?.failure == .airStands || ending.hasLatched, "seed \(seed)")
            #expect(ending.last.model == .conservative, "seed \(seed)")
        }
    }

    @Test func aDeadHeaterEndsWithoutAModel() throws {
        let ending = try Self.calibrate(before: "0s fault heater_open\n")
        #expect(ending.report?.failure == .noEffect || ending.hasLatched)
        #expect(ending.last.model == .conservative)
    }

    @Test func aBoardWithoutElementProbeLearnsFromTheChamberAlone() throws {
        var configuration = NominalBoard.configuration
        configuration.element = nil
        let ending = try Self.calibrate(configuration: configuration)
        let model = try #require(ending.change).new
        #expect(abs(model.slopeKelvinPerSecond - 0.162) < 0.005)
        #expect(model.elementExcessKelvin == ThermalModel.conservative.elementExcessKelvin)
        #expect(try #require(ending.report).figures.restElement == nil)
    }

    @Test func aConverterOfTwelveBitsIsGoodEnough() throws {
        var converter = SimulatedConverter()
        converter.scale = try #require(
            ConverterScale(voltsPerCode: 2e-3, codes: -2048...2047)
        )
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: "20s calibrate\n6min end"),
            configuration: NominalBoard.configuration,
            plant: PlantParameters(),
            converter: converter
        )
        var model = ThermalModel.conservative
        _ = runner.run { model = $0.snapshot.model }
        #expect(model.origin == .calibrated)
        #expect(abs(model.elementExcessKelvin - 42.9) < 2)
        #expect(abs(model.slopeKelvinPerSecond - 0.162) < 0.01)
    }

    @Test func itsTimesAddUp() throws {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: "20s calibrate\n6min end"),
            configuration: NominalBoard.configuration,
            plant: PlantParameters()
        )
        var phases: [CalibrationPhase] = []
        var lastFraction = 0.0
        _ = runner.run { moment in
            guard let progress = moment.snapshot.calibration else { return }
            if phases.last != progress.phase { phases.append(progress.phase) }
            #expect(progress.remaining >= .zero)
            #expect(progress.fraction >= lastFraction)
            #expect(progress.fraction <= 1)
            lastFraction = progress.fraction
        }
        #expect(phases == [.resting, .heating, .cooling])
        #expect(lastFraction > 0.99)
    }
}
