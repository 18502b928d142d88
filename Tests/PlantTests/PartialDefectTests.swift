import Chamber
import Plant
import SwitchCore
import Testing

/// Partial defects: what the simulated hardware does with each.
@Suite struct PartialDefectTests {
    private typealias Rig = SimulatedChamberTests.Rig

    private static func code(_ sample: ProbeSample?) -> Int32? {
        guard case .measured(let code, _) = sample?.outcome else { return nil }
        return code
    }

    private static func degrees(_ sample: ProbeSample?) -> Double {
        let probe = NominalBoard.configuration.chamber
        guard case .measured(_, let ratio) = sample?.outcome,
            case .resistance(let ohms) = probe.divider.finding(ratio: ratio)
        else { return .nan }
        return probe.thermistor.temperature(at: ohms).degrees
    }

    @Test func aWeakHeaterTakesSevenTenthsOfItsPower() {
        var rig = Rig()
        rig.chamber.faults[.heaterWeak] = true
        rig.run(seconds: 60, .full)
        #expect(abs(rig.chamber.plant.energyJoules - 0.7 * 300 * 60) < 300)
    }

    @Test func aWeakFanLeavesTheElementHotterThanAGoodOne() {
        var (good, weak, stopped) = (Rig(), Rig(), Rig())
        weak.chamber.faults[.fanWeak] = true
        stopped.chamber.faults[.fanStopped] = true
        good.run(seconds: 300, .full)
        weak.run(seconds: 300, .full)
        stopped.run(seconds: 300, .full)
        #expect(weak.chamber.plant.element > good.chamber.plant.element + 5)
        #expect(weak.chamber.plant.element < stopped.chamber.plant.element - 20)
    }

    @Test func aSlowProbeLagsThreeTimesAsFarBehind() {
        var (good, slow) = (Rig(), Rig())
        slow.chamber.faults[.chamberSlow] = true
        good.run(seconds: 180, .full)
        slow.run(seconds: 180, .full)
        let goodLag = good.chamber.plant.air - Self.degrees(good.chamber.reading.chamber)
        let slowLag = slow.chamber.plant.air - Self.degrees(slow.chamber.reading.chamber)
        #expect(slowLag > 1.8 * goodLag)
    }

    @Test func aWildSampleIsOneAlone() {
        var rig = Rig()
        rig.run(seconds: 1)
        let before = Self.code(rig.chamber.reading.chamber)
        rig.chamber.faults[.chamberWild] = true
        rig.run(seconds: 0.3)
        #expect(Self.code(rig.chamber.reading.chamber) != before)
        #expect(!rig.chamber.faults[.chamberWild])
        rig.run(seconds: 0.3)
        #expect(Self.code(rig.chamber.reading.chamber) == before)
    }

    @Test func aProbeThatJumpsReadsTwentyFiveDegreesLess() {
        var rig = Rig()
        rig.chamber.faults[.chamberJump] = true
        rig.run(seconds: 0.5)
        #expect(abs(Self.degrees(rig.chamber.reading.chamber)) < 0.1)
        #expect(abs(Self.degrees(rig.chamber.reading.element) - 25) < 0.1)
    }

    @Test func aFrozenElementProbeKeepsItsCodeAndTheChambersGoesOn() {
        var rig = Rig(plant: PlantParameters())
        rig.run(seconds: 30, .full)
        rig.chamber.faults[.elementFrozen] = true
        rig.run(seconds: 0.5, .full)
        let element = Self.code(rig.chamber.reading.element)
        let chamber = Self.code(rig.chamber.reading.chamber)
        rig.run(seconds: 60, .full)
        #expect(Self.code(rig.chamber.reading.element) == element)
        #expect(Self.code(rig.chamber.reading.chamber) != chamber)
        rig.chamber.faults[.elementFrozen] = false
        rig.run(seconds: 0.5, .full)
        #expect(Self.code(rig.chamber.reading.element) != element)
    }

    @Test func aHungBusGivesNoNewSampleUntilItComesBack() {
        var rig = Rig()
        rig.run(seconds: 1)
        let before = rig.chamber.reading
        rig.chamber.faults[.converterHung] = true
        rig.run(seconds: 5)
        #expect(rig.chamber.reading == before)
        rig.chamber.faults[.converterHung] = false
        rig.run(seconds: 0.5)
        #expect(rig.chamber.reading.chamber?.takenAt != before.chamber?.takenAt)
    }

    @Test(arguments: [false, true])
    func onlyASecondRelayEndsTheHeatOfAWeldedOne(hasSecondRelay: Bool) {
        var plant = SimulatedChamberTests.Rig.quiet
        plant.hasSecondRelay = hasSecondRelay
        var chamber = SimulatedChamber(
            NominalBoard.configuration,
            plant: plant,
            at: .zero
        )
        chamber.faults[.relayWelded] = true
        chamber.advance(to: Instant(nanoseconds: 60_000_000_000)) { _ in SwitchLogic.Lines() }
        #expect((chamber.plant.energyJoules == 0) == hasSecondRelay)
    }
}
