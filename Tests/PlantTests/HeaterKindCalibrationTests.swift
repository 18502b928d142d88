import Chamber
import Plant
import SwitchCore
import Testing

/// The calibration on heaters that are no plain lump, and on their curves with a probe that slips.
@Suite struct HeaterKindCalibrationTests {
    private struct Ending {
        var model: ThermalModel?
        var report: CalibrationReport?
    }

    private static func calibrate(_ plant: PlantParameters, fault: String = "") throws -> Ending {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: "20s calibrate\n" + fault + "6min end"),
            configuration: NominalBoard.configuration,
            plant: plant
        )
        var last = Snapshot()
        _ = runner.run { last = $0.snapshot }
        return Ending(
            model: last.model.origin == .calibrated ? last.model : nil,
            report: last.calibrationReport
        )
    }

    private static func plant(_ seed: UInt64, _ kind: HeaterKind) -> PlantParameters {
        var plant = RandomPlants.plant(seed: seed)
        kind.apply(to: &plant)
        return plant
    }

    private static func excess(of plant: PlantParameters) -> Double {
        plant.heaterPowerWatts / plant.elementAirWattPerKelvin
    }

    private static func timeConstant(of plant: PlantParameters) -> Double {
        plant.elementJoulePerKelvin / plant.elementAirWattPerKelvin + plant.elementProbeLagSeconds
    }

    @Test(arguments: [1, 11, 21, 31] as [UInt64])
    func anElementOfTwoMassesIsMeasured(from first: UInt64) throws {
        for seed in first..<(first + 10) {
            let plant = Self.plant(seed, .twoMass)
            let ending = try Self.calibrate(plant)
            let model = try #require(ending.model, "seed \(seed)")
            let excess = model.elementExcessKelvin / Self.excess(of: plant)
            let timeConstant = model.elementTimeConstantSeconds / Self.timeConstant(of: plant)
            #expect((0.93...1.05).contains(excess), "seed \(seed)")
            #expect((0.85...1.1).contains(timeConstant), "seed \(seed)")
        }
    }

    /// A second mass that is larger or slower than the fit's own.
    @Test(arguments: [(0.2, 20.0), (0.4, 20.0), (0.6, 12.0), (0.6, 20.0)])
    func aSecondMassMayHaveAnotherSize(row: (share: Double, lag: Double)) throws {
        for seed in 1...6 as ClosedRange<UInt64> {
            var plant = Self.plant(seed, .twoMass)
            plant.secondMassShare = row.share
            plant.secondMassLagSeconds = row.lag
            #expect(try Self.calibrate(plant).model != nil, "seed \(seed)")
        }
    }

    @Test(arguments: [HeaterKind.inrush13, .inrush20, .fading, .strong])
    func anElementOfTwoMassesMayChangeItsPower(kind: HeaterKind) throws {
        for seed in 1...6 as ClosedRange<UInt64> {
            var plant = Self.plant(seed, kind)
            plant.elementForm = .twoMass
            #expect(try Self.calibrate(plant).model != nil, "seed \(seed)")
        }
    }

    @Test(arguments: [HeaterKind.ceramic16, .ceramic22])
    func hotStonesAreRefused(kind: HeaterKind) throws {
        for seed in 1...10 as ClosedRange<UInt64> {
            let ending = try Self.calibrate(Self.plant(seed, kind))
            #expect(ending.model == nil, "seed \(seed)")
        }
    }

    /// The probe loses a fifth of its contact to the element while the calibration heats.
    @Test(arguments: [HeaterKind.constant, .twoMass, .inrush16], [100, 150, 190])
    func aProbeThatSlipsIsRefused(kind: HeaterKind, second: Int) throws {
        for seed in 1...6 as ClosedRange<UInt64> {
            let ending = try Self.calibrate(
                Self.plant(seed, kind),
                fault: "\(second)s fault element_touching 0.8\n"
            )
            #expect(ending.model == nil, "seed \(seed)")
        }
    }

    /// With the second mass in the balance, the relay's edges are no missing or surplus power.
    @Test func theRulesKnowTheSecondMass() throws {
        var plant = PlantParameters()
        plant.elementForm = .twoMass
        plant.secondMassShare = 0.6
        plant.secondMassLagSeconds = 20
        let model = try #require(try Self.calibrate(plant).model)
        #expect((model.balance?.secondSeconds ?? 0) > 8)
        var configuration = NominalBoard.configuration
        configuration.model = model
        var runner = ScenarioRunner(
            scenario: try Scenario(
                parsing: "1min target 60\n1min mode on\n20min mode off\n25min mode on\n40min end"
            ),
            configuration: configuration,
            plant: plant
        )
        var latches = 0
        _ = runner.run { moment in
            for event in moment.events {
                if case .latched = event.kind { latches += 1 }
            }
        }
        #expect(latches == 0)
    }
}
