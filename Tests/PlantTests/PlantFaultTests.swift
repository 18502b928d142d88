import Chamber
import Plant
import SwitchCore
import Testing

/// Each defect changes what it names, by its size, and ends.
@Suite struct PlantFaultTests {
    private typealias Rig = SimulatedChamberTests.Rig

    /// A board whose supply nobody measures, a cold room, and a chamber that is warm.
    private static func rig(_ change: (inout PlantParameters) -> Void = { _ in }) -> Rig {
        var plant = Rig.quiet
        change(&plant)
        return Rig(plant: plant, measuresSupply: false)
    }

    /// A tachometer's wire changes only pulses, which `TachometerRulesTests` and a scenario have.
    private static let seenByProbes = PlantFault.allCases.filter { $0 != .tachometerSilent }

    @Test(arguments: seenByProbes)
    func everyDefectChangesWhatIsSeenOrHeated(fault: PlantFault) {
        var sound = Self.rig()
        var broken = Self.rig()
        for part in 0..<30 {
            let duty: Duty = part % 3 == 0 ? .off : .full
            if part == 3 { broken.chamber.faults.begin(fault) }
            // One sample of a wild one is all there is.
            let seconds = fault == .chamberWild ? 0.3 : 30
            sound.run(seconds: seconds, duty, isFanOn: part % 3 != 0)
            broken.run(seconds: seconds, duty, isFanOn: part % 3 != 0)
            if part < 3 {
                #expect(sound.chamber.reading == broken.chamber.reading)
            } else if sound.chamber.reading != broken.chamber.reading {
                return
            }
        }
        Issue.record("\(fault.name) changes no reading")
    }

    @Test(arguments: PlantFault.allCases)
    func everyDefectEnds(fault: PlantFault) {
        // Walls of little mass, so that it does not take half a day to cool.
        func rig() -> Rig {
            Self.rig { plant in
                plant.wallJoulePerKelvin = 100
                plant.airJoulePerKelvin = 100
            }
        }
        var (sound, mended) = (rig(), rig())
        mended.chamber.faults.begin(fault)
        mended.run(seconds: 90, .full)
        mended.chamber.faults.end(fault)
        #expect(mended.chamber.faults == PlantFaults())
        sound.run(seconds: 90, .full)
        sound.run(seconds: 1_800)
        mended.run(seconds: 1_800)
        sound.run(seconds: 60, .full)
        mended.run(seconds: 60, .full)
        let (one, other) = (sound.chamber, mended.chamber)
        #expect(abs(one.plant.element - other.plant.element) < 0.05)
        #expect(abs(degrees(one.reading.chamber) - degrees(other.reading.chamber)) < 0.05)
        #expect(abs(degrees(one.reading.element) - degrees(other.reading.element)) < 0.05)
    }

    @Test(arguments: PlantFault.allCases)
    func aSizeIsHeldToItsRangeAndHasAStandard(fault: PlantFault) {
        var faults = PlantFaults()
        faults.begin(fault)
        #expect(faults.present == [fault])
        guard let allowed = fault.amount else {
            faults.begin(fault, 3)
            #expect(faults.amount(of: fault, sound: -1) == 0)
            return
        }
        #expect(allowed.range.contains(allowed.standard))
        #expect(faults.amount(of: fault, sound: -1) == allowed.standard)
        faults.begin(fault, allowed.range.upperBound + 1)
        #expect(faults.amount(of: fault, sound: -1) == allowed.range.upperBound)
        faults.begin(fault, allowed.range.lowerBound - 1)
        #expect(faults.amount(of: fault, sound: -1) == allowed.range.lowerBound)
        faults.begin(fault, .nan)
        #expect(faults.amount(of: fault, sound: -1) == allowed.range.lowerBound)
        faults.end(fault)
        #expect(faults.amount(of: fault, sound: -1) == -1)
    }

    @Test func noTwoDefectsShareAName() {
        #expect(Set(PlantFault.allCases.map(\.name)).count == PlantFault.allCases.count)
        for fault in PlantFault.allCases { #expect(PlantFault(name: fault.name) == fault) }
    }

    // MARK: Relay

    /// Mean watts over ten minutes without power from the controller.
    private func idleWatts(_ fault: PlantFault, _ amount: Double? = nil) -> Double {
        var rig = Self.rig { $0.elementAirWattPerKelvin = 100 }
        rig.chamber.faults.begin(fault, amount)
        rig.run(seconds: 600)
        return rig.chamber.plant.energyJoules / 600
    }

    @Test func anIdleRelayPassesWhatItsDefectSays() {
        #expect(abs(idleWatts(.relayHalfWave) - 150) < 1)
        #expect(abs(idleWatts(.relayLeaks, 0.05) - 15) < 0.1)
        #expect(abs(idleWatts(.relayLeaks) - 75) < 0.1)
        #expect(abs(idleWatts(.relayWeldsAtTimes) - 75) < 1)
        #expect(abs(idleWatts(.relayWeldsAtTimes, 0.75) - 225) < 1)
        #expect(idleWatts(.mainsVoltage, 1.1) == 0)
    }

    @Test func aRelayThatSticksAtTimesStartsAtOnceAndIsFreeAfterTenSeconds() {
        var rig = Self.rig()
        rig.run(seconds: 33)
        rig.chamber.faults.begin(.relayWeldsAtTimes)
        rig.run(seconds: 10)
        #expect(abs(rig.chamber.plant.energyJoules - 3_000) < 31)
        rig.run(seconds: 29)
        #expect(abs(rig.chamber.plant.energyJoules - 3_000) < 31)
        rig.run(seconds: 11)
        #expect(abs(rig.chamber.plant.energyJoules - 6_000) < 61)
    }

    @Test(arguments: [(0.9, 0.81), (1.1, 1.21), (0.5, 0.25)])
    func powerFollowsTheSquareOfTheMains(voltage: Double, power: Double) {
        var rig = Self.rig()
        rig.chamber.faults.begin(.mainsVoltage, voltage)
        rig.run(seconds: 60, .full)
        #expect(abs(rig.chamber.plant.energyJoules - power * 300 * 60) < 400)
    }

    // MARK: Blower

    @Test func aBlowerThatDoesNotStartRunsOnUntilItIsTurnedOff() {
        var (good, late) = (Self.rig(), Self.rig())
        for _ in 0..<2 {
            good.run(seconds: 30, .full)
            late.run(seconds: 30, .full)
            #expect(good.chamber.plant.element == late.chamber.plant.element)
            late.chamber.faults.begin(.fanNoStart)
        }
        for isFanOn in [false, true] {
            good.run(seconds: 30, isFanOn: isFanOn)
            late.run(seconds: 30, isFanOn: isFanOn)
            #expect((good.chamber.plant.element == late.chamber.plant.element) == !isFanOn)
        }
    }

    @Test func aStallingBlowerLiesBetweenAGoodOneAndAStoppedOne() {
        func element(_ change: (inout PlantFaults) -> Void) -> Double {
            var rig = Self.rig { $0.heaterPowerWatts = 60 }
            change(&rig.chamber.faults)
            rig.run(seconds: 600, .full)
            return rig.chamber.plant.element
        }
        let good = element { _ in }
        let stalling = element { $0.begin(.fanStalls) }
        let stopped = element { $0.begin(.fanStopped) }
        #expect(stalling > good + 1 && stalling < stopped - 5)
        #expect(element { $0.begin(.fanStalls, 0) } == good)
        #expect(element { $0.begin(.fanStalls, 1) } == stopped)
    }

    // MARK: Probes

    private func degrees(_ sample: ProbeSample?) -> Double {
        let probe = NominalBoard.configuration.chamber
        guard case .measured(_, let ratio) = sample?.outcome,
            case .resistance(let ohms) = probe.divider.finding(ratio: ratio)
        else { return .nan }
        return probe.thermistor.temperature(at: ohms).degrees
    }

    /// A chamber that has been warm for an hour, with a defect for a quarter of an hour.
    private func held(
        _ fault: PlantFault,
        _ amount: Double,
        measuresSupply: Bool = true
    ) -> (chamber: Double, element: Double, plant: ThermalPlant) {
        var rig = Rig(plant: Rig.quiet, measuresSupply: measuresSupply)
        for _ in 0..<60 { rig.run(seconds: 60, Duty(0.6)) }
        rig.chamber.faults.begin(fault, amount)
        for _ in 0..<15 { rig.run(seconds: 60, Duty(0.6)) }
        let reading = rig.chamber.reading
        return (degrees(reading.chamber), degrees(reading.element), rig.chamber.plant)
    }

    @Test(arguments: [0, 0.4, 1.0])
    func aProbeOutOfPlaceReadsBetweenAirAndRoom(share: Double) {
        let (chamber, _, plant) = held(.chamberOutOfPlace, share)
        #expect(abs(chamber - (25 + share * (plant.air - 25))) < 0.4)
    }

    @Test(arguments: [0, 0.5, 1.0])
    func aProbeThatTouchesBadlyReadsBetweenElementAndAir(share: Double) {
        let (_, element, plant) = held(.elementTouching, share)
        let expected = plant.air + share * (plant.element - plant.air)
        #expect(abs(element - expected) < 2 * share + 0.1)
    }

    @Test func aCorrodedPlugReadsTooLowByItsOhms() {
        let thermistor = NominalBoard.configuration.chamber.thermistor
        for ohms in [3_000.0, 10_000] {
            let (chamber, element, plant) = held(.chamberResistance, ohms)
            let true60 = thermistor.resistance(at: Celsius(plant.air)).value
            let shown = thermistor.resistance(at: Celsius(chamber)).value
            #expect(abs(shown - true60 - ohms) < 100)
            #expect(element > plant.air, "the other probe is sound")
        }
        let (chamber, element, plant) = held(.elementResistance, 10_000)
        #expect(abs(chamber - plant.air) < 0.1)
        #expect(element < plant.element - 5)
    }

    @Test func aDriftingProbeIsOffByItsRate() {
        #expect(abs(held(.chamberDrift, -0.5).chamber - held(.chamberDrift, 0).chamber + 7.5) < 0.1)
        let difference = held(.elementDrift, 1).element - held(.elementDrift, 0).element
        #expect(abs(difference - 15) < 0.2)
    }

    @Test func aSupplyThatIsOffShowsOnlyWhereNobodyMeasuresIt() {
        let measured = held(.supplyVoltage, 0.9)
        let guessed = held(.supplyVoltage, 0.9, measuresSupply: false)
        #expect(abs(measured.chamber - measured.plant.air) < 0.1)
        #expect(guessed.chamber > guessed.plant.air + 1)
    }

    // MARK: Surroundings

    @Test func anUnreportedBedAndTheSunWarmTheChamber() {
        func air(_ fault: PlantFault?, _ amount: Double = 0) -> Double {
            var rig = Self.rig()
            if let fault { rig.chamber.faults.begin(fault, amount) }
            for _ in 0..<60 { rig.run(seconds: 60) }
            return rig.chamber.plant.air
        }
        #expect(air(.bedHeat, 400) > air(.bedHeat, 80) + 10)
        #expect(air(.bedHeat, 80) > air(.sun, 80) + 5)
        #expect(air(.sun, 80) > air(nil) + 3)
    }

    @Test func aPlantsOwnFaultsAreThereFromTheStart() {
        var plant = Rig.quiet
        plant.faults.begin(.heaterWeak, 0.5)
        var rig = Rig(plant: plant)
        rig.run(seconds: 60, .full)
        #expect(abs(rig.chamber.plant.energyJoules - 9_000) < 160)
    }
}
