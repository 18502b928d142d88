import Chamber
import Plant
import SwitchCore
import Testing

/// A scenario's lines, and what they bring about in a run.
@Suite struct ScenarioRunnerTests {
    /// The table of a run.
    private func table(_ text: String, seed: UInt64 = 1) throws -> String {
        var plant = PlantParameters()
        plant.seed = seed
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: text),
            configuration: NominalBoard.configuration,
            plant: plant
        )
        var table = RunTable()
        _ = runner.run { table.add($0) }
        return table.text
    }

    /// The moment at which a scenario ends.
    private func last(_ text: String) throws -> ScenarioRunner.Moment {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: text),
            configuration: NominalBoard.configuration,
            plant: PlantParameters()
        )
        var last: ScenarioRunner.Moment?
        _ = runner.run { last = $0 }
        return try #require(last)
    }

    @Test func theSameSeedIsTheSameRunToTheByte() throws {
        let text = "0s target 50\n0s mode on\n2min door open\n3min door closed\n5min end"
        let first = try table(text)
        #expect(try table(text) == first)
        #expect(try table(text, seed: 2) != first)
    }

    @Test func itRunsToItsEndByTheBeat() throws {
        let moment = try last("0s mode on\n90s end")
        #expect(moment.elapsed == .seconds(90))
        #expect(moment.snapshot.step == 900)
    }

    @Test func aLineActsAtItsTime() throws {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: "0s target 50\n0s mode on\n10s target 40\n11s end"),
            configuration: NominalBoard.configuration,
            plant: PlantParameters()
        )
        var changes: [Celsius?: Duration] = [:]
        _ = runner.run { moment in
            let setPoint = moment.snapshot.setPoint
            changes[setPoint] = changes[setPoint] ?? moment.elapsed
        }
        #expect(changes == [Celsius(50): .milliseconds(100), Celsius(40): .seconds(10)])
    }

    @Test func wishesComeFromTheScenario() throws {
        let snapshot = try last("0s target 44\n0s mode on\n10s end").snapshot
        #expect(snapshot.settings.target == Celsius(44))
        #expect(snapshot.settingsChangedBy == Requester(.scenario))
        #expect(snapshot.setPoint == Celsius(44))
    }

    @Test func moreWishesThanAStepTakesWaitForTheNext() throws {
        let lines = (0..<20).map { "0s target \(40 + $0)" }.joined(separator: "\n")
        #expect(try last(lines + "\n1s end").snapshot.settings.target == Celsius(59))
    }

    @Test func aPrinterGoesOnReportingUntilItIsOff() throws {
        let printing = try last("0s mode auto\n0s bed 100 printing\n10min end")
        #expect(printing.snapshot.setPoint == Celsius(60))
        #expect(printing.plant.bedWatts == 80)
        let idle = try last("0s mode auto\n0s bed 100 printing\n5min bed 100 idle\n6min end")
        #expect(idle.snapshot.setPoint == nil)
        #expect(idle.snapshot.bed?.isPrinting == false)
        #expect(idle.plant.bedWatts == 0)
        let gone = try last("0s mode auto\n0s bed 100 printing\n5min bed off\n6min end")
        #expect(gone.snapshot.bed == nil)
        #expect(gone.snapshot.setPoint == nil)
    }

    @Test func surroundingsChangeAsTheyAreTold() throws {
        let moment = try last("0s door open\n0s room 5\n1s end")
        #expect(moment.plant.isDoorOpen)
        #expect(moment.plant.room == 5)
        #expect(try !last("0s door open\n1s door closed\n2s end").plant.isDoorOpen)
    }

    @Test func aFaultLatchesClearsAndDoesNotComeBack() throws {
        let (score, missed) = try NominalBoard.run(
            """
            0s target 50
            0s mode on
            60s fault chamber_short
            60s expect fault probe_single_failure within 3s
            60s expect off within 3s
            2min wish clear_latch
            3min clear chamber_short
            4min wish clear_latch
            5min wish power_on
            20min expect no_fault
            20min end
            """
        )
        #expect(missed.isEmpty)
        #expect(score.faults.map(\.record.code) == [.probeSingleFailure])
        #expect(score.segments.count == 2)
    }
}
