import Chamber
import Plant
import SwitchCore
import Testing

@Suite struct RegulationTests {
    @Test func theNominalPlantReachesItsTargetWithoutOvershootAndHoldsIt() throws {
        let (score, missed) = try NominalBoard.run(
            "0s target 60\n1s mode on\n3h expect no_fault\n3h end"
        )
        #expect(missed.isEmpty)
        let segment = try #require(score.mainSegment)
        #expect(segment.overshootKelvin <= 0.7)
        #expect(try #require(segment.timeToReach) <= .seconds(510))
        #expect(try #require(segment.holdRMSKelvin) <= 0.15)
        #expect(score.elementHighest <= 102)
        #expect(score.switchingsPerHour <= 3_200)
    }

    @Test func aCalibratedChamberIsHeldWithinAFewHundredths() throws {
        let plant = PlantParameters()
        var configuration = NominalBoard.configuration
        configuration.model = try #require(SimulatedCalibration.model(configuration, plant: plant))
        let (score, missed) = try NominalBoard.run(
            "0s target 60\n1s mode on\n3h expect no_fault\n3h end",
            configuration: configuration
        )
        #expect(missed.isEmpty)
        let segment = try #require(score.mainSegment)
        // By the probe, which lags; `hearth-prove regulation` judges the air itself.
        #expect(segment.overshootKelvin <= 0.35)
        let error = try #require(segment.holdRMSKelvin)
        #expect(error <= 0.04)
    }

    /// Small and fast chambers, slow probes, and those on which a PI controller rose by up to 4.7 K.
    private static let delicate: [UInt64] = [1, 14, 19, 22, 32, 36, 38, 40, 42, 44]

    /// How far the true air was above the set point, in K: the most after `begin`, and the least in the
    /// last hour of the four.
    private static func rise(_ text: String, seed: UInt64, after begin: Duration) throws -> (
        most: Double, lastLeast: Double
    ) {
        let plant = RandomPlants.plant(seed: seed)
        var configuration = NominalBoard.configuration
        configuration.model = try #require(SimulatedCalibration.model(configuration, plant: plant))
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: text + "\n4h expect no_fault\n4h end"),
            configuration: configuration,
            plant: plant
        )
        var (most, lastLeast) = (-Double.infinity, Double.infinity)
        _ = runner.run { moment in
            guard let setPoint = moment.snapshot.setPoint, moment.elapsed > begin else { return }
            let rise = moment.plant.air - setPoint.degrees
            most = max(most, rise)
            if moment.elapsed > .hours(3) { lastLeast = min(lastLeast, rise) }
        }
        return (most, lastLeast)
    }

    @Test(arguments: delicate, [60, 50, 45])
    func afterADoorTheAirRisesLessThanAKelvin(seed: UInt64, target: Int) throws {
        let text = "0s target \(target)\n0s mode on\n90min door open\n95min door closed"
        let rise = try Self.rise(text, seed: seed, after: .minutes(95))
        #expect(rise.most < 1)
    }

    @Test(arguments: delicate)
    func afterAHigherSetPointTheAirRisesLessThanAKelvin(seed: UInt64) throws {
        let text = "0s target 47\n0s mode on\n90min target 50"
        let rise = try Self.rise(text, seed: seed, after: .minutes(91))
        #expect(rise.most < 1)
        #expect(rise.lastLeast > -0.5)
    }

    @Test(arguments: delicate)
    func aProbeThatBecomesThreeTimesAsSlowMakesNoCycle(seed: UInt64) throws {
        let text = "0s target 50\n0s mode on\n90min fault chamber_slow 3"
        let rise = try Self.rise(text, seed: seed, after: .hours(3))
        #expect(rise.most < 0.5)
        #expect(rise.lastLeast > -0.5)
    }

    @Test func plantsThatNobodyTunedForStaySteady() throws {
        var overshooting = 0
        var swinging = 0
        for seed in 1...40 as ClosedRange<UInt64> {
            let (score, missed) = try NominalBoard.run(
                "0s target 60\n1s mode on\n3h expect no_fault\n3h end",
                plant: RandomPlants.plant(seed: seed)
            )
            #expect(missed.isEmpty, "seed \(seed)")
            let segment = try #require(score.mainSegment)
            if segment.overshootKelvin > 1 { overshooting += 1 }
            if segment.holdRMSKelvin ?? 0 > 0.3 { swinging += 1 }
        }
        #expect(overshooting == 0)
        #expect(swinging == 0)
    }

    @Test(arguments: [
        // Target lowered, door opened, power off and on: the integrators must not have wound up.
        "0s target 60\n0s mode on\n1h target 45\n3h end",
        "0s target 55\n0s mode on\n1h door open\n65min door closed\n3h end",
        "0s target 55\n0s mode on\n5min mode off\n10min mode on\n3h end",
    ])
    func disturbancesDoNotWindUpTheIntegrators(scenario: String) throws {
        let (score, missed) = try NominalBoard.run(scenario + "\n3h expect no_fault")
        #expect(missed.isEmpty)
        let last = try #require(score.segments.last)
        #expect(last.overshootKelvin <= 3)
        #expect(try #require(last.timeToReach) <= .minutes(45))
    }

    @Test func theElementLoopHoldsAHotElementBelowItsLimit() throws {
        // Half the conductance to the air: full power would take the element to 146 °C.
        var plant = PlantParameters()
        plant.elementAirWattPerKelvin /= 2
        let (score, missed) = try NominalBoard.run(
            "0s target 60\n0s mode on\n2h expect no_fault\n2h end",
            plant: plant
        )
        #expect(missed.isEmpty)
        #expect(score.elementHighest <= 104)
    }
}
