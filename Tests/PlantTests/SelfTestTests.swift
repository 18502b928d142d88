import Chamber
import Plant
import SwitchCore
import Testing

/// The self-test on the simulated heater, sound and with each defect that it has to find.
@Suite struct SelfTestTests {
    @Test func aSoundHeaterPasses() {
        var bench = SelfTestBench()
        bench.run()
        #expect(bench.test.hasPassed, "\(bench.failed)")
        #expect(bench.verdicts.values.allSatisfy { $0 == .passed })
        #expect(bench.heaterOn <= .seconds(60))
        #expect(bench.hottestElement < 80)
        #expect(bench.closures == 1)
    }

    @Test(arguments: [
        (0.7, 1.0, 1.0), (1.2, 1.0, 1.0), (1.0, 2.0, 1.0), (1.0, 0.5, 1.0), (1.0, 1.0, 0.75),
    ])
    func aHeaterThatIsNotNominalPassesToo(power: Double, mass: Double, air: Double) {
        var plant = PlantParameters()
        plant.heaterPowerWatts *= power
        plant.airJoulePerKelvin *= mass
        plant.wallJoulePerKelvin *= mass
        plant.elementAirWattPerKelvin *= air
        var bench = SelfTestBench(plant)
        bench.run()
        #expect(bench.test.hasPassed, "\(bench.test.findings.map(\.text))")
    }

    @Test func aColdRoomChangesNothing() {
        var plant = PlantParameters()
        plant.room = Celsius(5)
        var bench = SelfTestBench(plant)
        bench.run()
        #expect(bench.test.hasPassed, "\(bench.failed)")
    }

    @Test func anOpenHeaterIsFoundHalfWayThroughTheHeat() {
        var bench = SelfTestBench(faults: [.heaterOpen])
        bench.run()
        #expect(bench.failed == [.heat])
        #expect(bench.heaterOn < .seconds(32))
    }

    @Test func aRelayThatIsWeldedIsFoundBeforeItIsSwitchedOn() {
        var bench = SelfTestBench(faults: [.relayWelded])
        bench.run()
        #expect(bench.failed == [.rest])
        #expect(bench.closures == 0)
    }

    @Test func aRelayThatWeldsWhileItHeatsIsFound() {
        var bench = SelfTestBench()
        bench.run(until: { $0.phase == .stillAir })
        bench.heater.chamber.faults[.relayWelded] = true
        bench.run()
        #expect(bench.failed == [.fall])
        #expect(bench.closures == 1)
    }

    @Test func theSecondRelayIsClosedWhileAWeldedOneCouldShowAndOpensWhenItDoes() {
        var bench = SelfTestBench()
        #expect(!bench.step().isSecondRelayClosed)
        bench.run(until: { $0.phase == .resting })
        #expect(bench.step().isSecondRelayClosed)
        bench.run(until: { $0.phase == .movedAir })
        #expect(bench.step().isSecondRelayClosed)
        bench.run()
        #expect(!bench.step().isSecondRelayClosed)

        var welded = SelfTestBench(faults: [.relayWelded])
        welded.run(until: { $0.phase == .cooling })
        #expect(!welded.step().isSecondRelayClosed)
    }

    @Test func aStoppedBlowerIsFound() {
        var bench = SelfTestBench(faults: [.fanStopped])
        bench.run()
        #expect(bench.failed == [.blower], "\(bench.test.findings.map(\.text))")
        #expect(bench.hottestElement < 90)
    }

    @Test func swappedPlugsAreFoundAndEndTheHeat() {
        var bench = SelfTestBench()
        bench.hasSwappedPlugs = true
        bench.run()
        #expect(bench.failed == [.plugs])
        #expect(bench.heaterOn < .seconds(30))
    }

    @Test(arguments: [
        PlantFault.chamberOpen, .chamberShort, .elementOpen, .elementShort, .converterGone,
    ])
    func withoutAProbeNothingIsEverHeated(fault: PlantFault) {
        var bench = SelfTestBench(faults: [fault])
        bench.run()
        #expect(bench.failed == [.probes])
        #expect(bench.heaterOn == .zero)
        #expect(!bench.wasHeatCommanded)
    }

    @Test func aProbeThatFailsWhileHeatingEndsTheHeat() {
        var bench = SelfTestBench()
        bench.run(until: { $0.phase == .heating })
        let began = bench.now
        bench.heater.chamber.faults[.elementOpen] = true
        bench.run(until: { $0.phase != .heating })
        #expect(bench.now.duration(since: began) <= .milliseconds(2_500))
        bench.run()
        #expect(bench.failed == [.probes])
    }

    @Test func stoppingItTurnsTheHeaterOffInTheNextStep() {
        var bench = SelfTestBench()
        bench.run(until: { $0.phase == .heating })
        bench.test.stop(at: bench.now)
        #expect(bench.step().heater == .off)
        bench.run()
        #expect(!bench.test.hasPassed)
    }

    @Test func aStepThatComesLateEndsTheHeat() {
        var bench = SelfTestBench()
        bench.run(until: { $0.phase == .heating })
        #expect(bench.step(after: .milliseconds(2_100)).heater == .off)
        #expect(bench.failed == [.heat])
    }

    @Test func aSwitchThatDoesNotAnswerEndsTheHeat() {
        var bench = SelfTestBench()
        bench.isSwitchDeaf = true
        bench.run()
        #expect(bench.failed == [.outputs])
    }

    @Test func aWarmElementIsNotTested() {
        var bench = SelfTestBench()
        bench.run(until: { $0.phase == .stillAir })
        bench.restart()
        bench.run()
        #expect(bench.failed == [.probes])
        #expect(bench.closures == 1)
    }

    @Test func withoutBlowerAndElementProbeItSaysWhatItCannotTell() {
        var configuration = NominalBoard.configuration
        configuration.chamberSecond = configuration.chamber
        configuration.element = nil
        configuration.isFanFitted = false
        // As much heat as a blower would carry away: the simulated blower stands still.
        var plant = PlantParameters()
        plant.elementAirWattPerKelvin /= PlantParameters.stoppedFanShare
        var bench = SelfTestBench(plant, configuration: configuration)
        bench.run()
        #expect(bench.test.hasPassed, "\(bench.failed)")
        #expect(bench.verdicts[.heat] == .passed)
        #expect(bench.verdicts[.plugs] == .skipped)
        #expect(bench.verdicts[.blower] == .skipped)
    }

    @Test func everyCheckHasOneFindingWithWords() {
        for fault in PlantFault.allCases {
            var bench = SelfTestBench(faults: [fault])
            bench.run()
            #expect(bench.test.findings.map(\.check) == SelfTestCheck.allCases, "\(fault)")
            for finding in bench.test.findings {
                #expect(!finding.text.isEmpty)
                #expect(
                    (finding.remedy != nil)
                        == (finding.verdict == .failed || finding.verdict == .warning)
                )
            }
        }
    }
}

/// A self-test on a simulated heater, ten steps a second.
struct SelfTestBench {
    var test: SelfTest
    var heater: SimulatedHeater
    private(set) var now = Instant.zero
    var hasSwappedPlugs = false
    var isSwitchDeaf = false
    private(set) var hottestElement = -Double.infinity
    private(set) var wasHeatCommanded = false
    private let configuration: ControllerConfiguration

    init(
        _ plant: PlantParameters = PlantParameters(),
        configuration: ControllerConfiguration = NominalBoard.configuration,
        faults: [PlantFault] = []
    ) {
        self.configuration = configuration
        test = SelfTest(configuration, at: .zero)
        heater = SimulatedHeater(
            configuration,
            plant: plant,
            at: .zero
        )
        for fault in faults { heater.chamber.faults[fault] = true }
    }

    var heaterOn: Duration { heater.report.onTime }
    var closures: UInt64 { heater.report.closures }

    var verdicts: [SelfTestCheck: SelfTestFinding.Verdict] {
        Dictionary(uniqueKeysWithValues: test.findings.map { ($0.check, $0.verdict) })
    }

    var failed: [SelfTestCheck] {
        test.findings.filter { $0.verdict == .failed }.map(\.check)
    }

    /// Another test on the same heater, as it is now.
    mutating func restart() {
        test = SelfTest(configuration, at: now)
    }

    @discardableResult
    mutating func step(after interval: Duration = .milliseconds(100)) -> SwitchCommand {
        now = now.advanced(by: interval)
        heater.advance(to: now)
        var reading = heater.reading
        if hasSwappedPlugs { swap(&reading.chamber, &reading.element) }
        let command = test.step(reading, heater.report, at: now)
        if !isSwitchDeaf { heater.receive(command, at: now) }
        hottestElement = max(hottestElement, heater.chamber.plant.element)
        wasHeatCommanded = wasHeatCommanded || command.heater > .off
        return command
    }

    /// Until the test has ended, or `condition` holds; ten minutes at most.
    mutating func run(until condition: (SelfTest) -> Bool = { _ in false }) {
        for _ in 0..<6_000 where !test.hasEnded && !condition(test) { step() }
    }
}
