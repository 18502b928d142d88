import CommandLine
import Dialects
import JSON
import TestSupport
import Testing
import hearth

@Suite struct SimulateCommandTests {
    private let directory: TemporaryDirectory
    private let console = RecordedConsole()
    private let board: String

    init() throws {
        directory = try TemporaryDirectory(onDisk: true)
        board = Repository.simulatedBoard
    }

    @Test func aScenarioThatComesTrueIsSummedUp() throws {
        let scenario = try directory.write("s", "0s target 50\n0s mode on\n20min expect no_fault\n")
        #expect(console.run("simulate", "--board", board, "--scenario", scenario) == .done)
        #expect(console.errors == "")
        #expect(console.output.hasPrefix("\(scenario): simulated 20 min 0 s\n"))
        #expect(console.output.contains("\n  Set point           50.0 °C\n"))
        #expect(console.output.hasSuffix("\n  Faults              none\n"))
    }

    @Test func aMissedExpectationNamesItselfAndFails() throws {
        let scenario = try directory.write("s", "0s mode on\n1s expect fault clock within 2s\n")
        #expect(console.run("simulate", "--board", board, "--scenario", scenario) == .failed)
        #expect(
            console.errors
                == "\(scenario):2: missed: 1s expect fault clock within 2s: nothing latched\n"
        )
    }

    @Test func theSameFilesGiveTheSameBytes() throws {
        let scenario = try directory.write("s", "0s dry 50 1h\n10min door open\n20min end\n")
        for name in ["a", "b"] {
            #expect(
                console.run(
                    "simulate",
                    "--board=\(board)",
                    "--scenario=\(scenario)",
                    "--csv=\(directory.path)/\(name).csv",
                    "--plot=\(directory.path)/\(name).svg"
                ) == .done
            )
        }
        let table = try directory.text("a.csv")
        // The head, the first step, and each whole second.
        #expect(table.split(separator: "\n").count == 1202)
        #expect(try table == directory.text("b.csv"))
        let picture = try directory.text("a.svg")
        #expect(picture.hasPrefix("<svg ") && picture.hasSuffix("</svg>\n"))
        #expect(try picture == directory.text("b.svg"))
        // What happened stands in it, and what the axes are.
        for word in ["dry 50 1h", "door open", "temperature", "duty"] {
            #expect(picture.contains(word))
        }
    }

    @Test func theSummaryIsThereForPrograms() throws {
        let scenario = try directory.write(
            "s",
            "0s mode on\n1min fault chamber_open\n1min expect fault probe_single_failure within 3s\n"
        )
        #expect(
            console.run("simulate", "--board", board, "--scenario", scenario, "--json") == .done
        )
        let summary = try #require(try JSONValue(parsing: Array(console.output.utf8)).object)
        #expect(summary["ok"] == .bool(true))
        #expect(summary["simulated_s"]?.number == 63)
        guard case .array(let faults) = summary["faults"] else {
            Issue.record("no faults")
            return
        }
        #expect(faults.count == 1)
        #expect(faults.first?.object?["code"] == .string("safety.probe_single_failure"))
    }

    @Test func anotherPlantMayTakeTheBoardsPlace() throws {
        let scenario = try directory.write("s", "0s target 50\n0s mode on\n5min end\n")
        let plant = try directory.write("p", "[plant]\nroom_c: 5\n")
        let words = ["simulate", "--board", board, "--scenario", scenario]
        let warm = RecordedConsole()
        #expect(Program(console: warm.console()).run(words) == .done)
        let cold = RecordedConsole()
        #expect(Program(console: cold.console()).run(words + ["--plant", plant]) == .done)
        #expect(warm.output != cold.output)
    }

    @Test func mistakesInAnyFileAreListedAndNothingRuns() throws {
        let good = try directory.write("s", "0s mode on\n1s end\n")
        let bad = try directory.write("t", "0s mode onn\nlater\n")
        let plant = try directory.write("p", "[plant]\nair: 3\nroom_c: hot\n")
        #expect(console.run("simulate", "--board", board, "--scenario", bad) == .misconfigured)
        #expect(console.errors.hasPrefix("\(bad):1: "))
        #expect(console.errors.contains("\n\(bad):2: "))
        let second = RecordedConsole()
        #expect(
            second.run("simulate", "--board", board, "--scenario", good, "--plant", plant)
                == .misconfigured
        )
        #expect(second.errors.contains("\(plant):2: [plant] air: "))
        #expect(second.errors.contains("\(plant):3: [plant] room_c: "))
        let third = RecordedConsole()
        #expect(third.run("simulate", "--board", plant, "--scenario", good) == .misconfigured)
        #expect(third.errors.contains("[board]: this section is missing"))
    }

    @Test func aFileThatCannotBeUsedIsNamed() throws {
        let scenario = try directory.write("s", "0s mode on\n1s end\n")
        #expect(
            console.run("simulate", "--board", "/nowhere", "--scenario", scenario) == .unavailable
        )
        #expect(
            console.errors
                == "/nowhere: cannot be read: No such file or directory; check the path\n"
        )
        let second = RecordedConsole()
        #expect(
            second.run(
                "simulate",
                "--board",
                board,
                "--scenario",
                scenario,
                "--csv",
                directory.path
            )
                == .unavailable
        )
        #expect(second.errors.hasPrefix("\(directory.path): cannot be written: "))
    }

    @Test func boardAndScenarioAreNeeded() {
        #expect(console.run("simulate", "--board", "b") == .usage)
        #expect(
            console.errors
                == "hearth simulate: --scenario FILE is missing; see \"hearth help simulate\"\n"
        )
    }
}
