import CommandLine
import Dialects
import JSON
import Store
import TestSupport
import Testing
import hearth

@Suite(.serialized) struct SelfTestCommandTests {
    private let directory: TemporaryDirectory
    private let reports: TemporaryDirectory
    private let console = RecordedConsole()

    init() throws {
        directory = try TemporaryDirectory(onDisk: true)
        reports = try TemporaryDirectory(onDisk: true)
    }

    /// Runs the test on a simulated board, a thousand times faster than it would be.
    private func run(_ words: [String], board: String = Repository.simulatedBoard) -> ExitCode {
        Program(console: console.console()).run(
            [
                "selftest", "--board", board, "--state", directory.path, "--report", reports.path,
                "--speed", "1000",
            ] + words
        )
    }

    @Test func aSoundHeaterPassesAndLeavesAReport() throws {
        #expect(run(["--allow-heat"]) == .done)
        #expect(console.errors == "")
        #expect(console.output.contains("\nok       heat     the element rose by "))
        let text = try reports.text("selftest.txt")
        #expect(console.output.contains(text))
        let json = try #require(
            try JSONValue(parsing: Array(try reports.text("selftest.json").utf8)).object
        )
        #expect(json["ok"] == .bool(true))
        guard case .array(let rows) = json["curve"]?.object?["rows"] else {
            Issue.record("no curve")
            return
        }
        #expect(rows.count > 200)
        let picture = try reports.text("selftest.svg")
        #expect(picture.hasPrefix("<svg ") && picture.hasSuffix("</svg>\n"))
    }

    @Test func aProgramGetsJSONAndNothingElse() throws {
        #expect(run(["--allow-heat", "--json"]) == .done)
        let answer = try JSONValue(parsing: Array(console.output.utf8)).object
        #expect(answer?["ok"] == .bool(true))
    }

    @Test func withoutLeaveNothingIsHeated() {
        #expect(run([]) == .refused)
        #expect(console.errors.contains("nothing was heated"))
        #expect(!console.output.contains("Heating"))
    }

    @Test func aHeaterThatDoesNotHeatFails() throws {
        let board = try directory.write(
            "b.conf",
            """
            [board]
            name: No mains
            kind: simulated
            [probe chamber]
            channel: 0
            thermistor: panda-breath
            series_ohms: 33000
            [probe element]
            channel: 1
            thermistor: panda-breath
            series_ohms: 33000
            [heater]
            power_w: 300
            [plant]
            heater_power_w: 10
            """
        )
        #expect(run(["--allow-heat"], board: board) == .failed)
        #expect(console.output.contains("\nfailed   heat     "))
        #expect(console.output.contains("the thermal cut-out"))
    }

    @Test func besideADaemonItDoesNotRun() throws {
        let daemon = try StateHold(on: directory.path)
        defer { daemon.release() }
        #expect(run(["--allow-heat"]) == .unavailable)
        #expect(console.errors.contains("the daemon is running; stop it first"))
    }
}
