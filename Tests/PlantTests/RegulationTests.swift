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
        #expect(segment.overshootKelvin <= 0.7)
        let error = try #require(segment.holdRMSKelvin)
        #expect(error <= 0.05)
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
        #expect(overshooting <= 2)
        #expect(swinging <= 1)
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
