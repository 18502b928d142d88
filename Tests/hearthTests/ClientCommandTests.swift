import Client
import CommandLine
import Dialects
import Glibc
import JSON
import TestSupport
import Testing
import hearth

/// The commands that talk to a daemon, each with a daemon of its own.
@Suite(.serialized) struct ClientCommandTests {
    private let daemon: RunningDaemon

    init() throws {
        daemon = try RunningDaemon()
    }

    /// Whether it comes true within 20 s.
    private func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
        for _ in 0..<200 {
            if try condition() { return true }
            usleep(100_000)
        }
        return false
    }

    /// What a command printed, and its exit status.
    private func hearth(_ line: String) -> (code: ExitCode, output: String, errors: String) {
        let console = RecordedConsole()
        let words = line.split(separator: " ").map(String.init) + ["--host", daemon.address]
        let code = Program(console: console.console()).run(words)
        return (code, console.output, console.errors)
    }

    @Test func aTargetIsSetAndTheAnswerSaysThatNothingHeats() {
        let answer = hearth("set 45.5")
        #expect(answer.code == .done)
        #expect(
            answer.output == """
                The target is 45.5 °C now.
                The heater is off; "hearth mode on" starts it.

                """
        )
        #expect(hearth("set 45.5").output.hasPrefix("The target is 45.5 °C already.\n"))
        #expect(
            hearth("set 100").output
                .hasPrefix("The target is 60 °C now, the nearest that this board allows.\n")
        )
    }

    @Test func modesStartAndEndTheHeat() {
        #expect(hearth("mode on").output == "Heating to 60 °C, mode on.\n")
        #expect(hearth("status").output.hasPrefix("Heating to 60 °C, mode on\n  Chamber "))
        #expect(
            hearth("mode auto").output == "On, but nothing asks for heat now, mode auto.\n"
        )
        #expect(hearth("mode off").code == .done)
        #expect(hearth("off").output == "It was off already.\n")
    }

    @Test func heatingTakesOneCommand() {
        #expect(hearth("heat 45,5").output.hasPrefix("Heating to 45.5 °C, mode on.\n"))
        #expect(hearth("off").code == .done)
        #expect(hearth("on").output.hasPrefix("Heating to 45.5 °C, mode on.\n"))
        let moved = hearth("heat 100").output
        #expect(moved.hasPrefix("Heating to 60 °C, mode on, the nearest that this board allows.\n"))
    }

    @Test func theRecordIsATableAPictureOrValues() throws {
        // The first interval is there after some seconds.
        let client = try DaemonClient(at: [try #require(DaemonAddress(text: daemon.address))])
        let isThere = try eventually {
            HistoryReport(try client.get("/api/v1/history?last_s=60&points=10").object).rows.count
                > 1
        }
        #expect(isThere)
        let table = hearth("history").output
        #expect(table.hasPrefix("Time "))
        #expect(table.contains(" °C"))
        #expect(hearth("plot --last 1h").output.contains("└−"))
        #expect(hearth("plot --svg -").output.hasPrefix("<svg "))
        #expect(hearth("history --last 2d --csv -").output.hasPrefix("time_ms,chamber_c,"))
        #expect(hearth("history --json").output.hasPrefix(#"{"interval_s":"#))
        #expect(hearth("history --last 31d").code == .usage)
    }

    @Test func watchingIsALineASecondWithoutATerminal() {
        let answer = hearth("watch --for 1s")
        #expect(answer.code == .done)
        let lines = answer.output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.contains("  Off") })
        #expect(hearth("watch --for 1s --json").output.hasPrefix("{"))
    }

    @Test func aTerminalIsDrawnAnew() {
        let console = RecordedConsole()
        let words = ["watch", "--for", "1s", "--host", daemon.address]
        #expect(Program(console: console.console(isTerminal: true)).run(words) == .done)
        #expect(console.output.hasPrefix("\u{1B}[H\u{1B}[1mOff\u{1B}[0m\u{1B}[K\n"))
        #expect(console.output.hasSuffix("Ctrl-C ends.\u{1B}[K\n\u{1B}[J"))
    }

    @Test func aSearchFindsIt() throws {
        let port = try #require(DaemonAddress(text: daemon.address)).port
        let found = HeaterSearch(on: ["lo"], ports: [port]).run()
        #expect(found.map(\.address) == [daemon.address])
        #expect(found.first?.state?["activity"]?.string == "off")
    }

    @Test func dryingTakesAPresetOrATemperatureWithHours() {
        #expect(hearth("dry pla").output == "Drying at 55 °C, 12 h 0 min left.\n")
        #expect(hearth("dry 50 6h").output == "Drying at 50 °C, 6 h 0 min left.\n")
        #expect(hearth("dry petg 2h").output == "Drying at 60 °C, 2 h 0 min left.\n")
        #expect(hearth("mode dry").code == .done)
        let answer = hearth("dry 50")
        #expect(answer.code == .usage)
        #expect(answer.errors.contains("HOURS is missing"))
    }

    @Test func aSoakThatIsNotWantedIsNotStarted() {
        #expect(hearth("soak").code == .usage)
        #expect(hearth("soak 50 --skip").code == .usage)
        #expect(hearth("soak --skip").output == "Nothing was soaking.\n")
    }

    @Test func calibratingAsksFirstAndNeedsTheHeaterOff() {
        let answer = hearth("calibrate")
        #expect(answer.code == .refused)
        #expect(answer.errors.contains("nobody answered"))
        #expect(hearth("mode on").code == .done)
        #expect(hearth("calibrate --yes").errors.contains("the power is on"))
    }

    @Test func whatTheDaemonRefusesIsToldWithItsReason() {
        let answer = hearth("clear")
        #expect(answer.code == .refused)
        #expect(answer.output == "")
        #expect(
            answer.errors
                == "hearth: refused: no fault is latched: there is nothing to clear\n"
        )
    }

    @Test func eventsAreListedWithTheNewestLast() {
        _ = hearth("mode on")
        _ = hearth("off")
        let lines = hearth("events --last 2").output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.last?.contains("Turned off") == true)
        #expect(lines.last?.hasSuffix(" (the command line)") == true)
    }

    @Test(arguments: ["status --json", "events --json", "off --json", "set 50 --json"])
    func programsGetOneLineOfJSON(line: String) throws {
        let answer = hearth(line)
        #expect(answer.code == .done)
        #expect(answer.output.split(separator: "\n").count == 1)
        #expect(try JSONValue(parsing: Array(answer.output.utf8)).object != nil)
    }

    @Test func theDoctorKnowsARunningDaemon() {
        let console = RecordedConsole()
        let words = [
            "doctor", "--board", Repository.simulatedBoard, "--state", daemon.stateDirectory.path,
            "--listen", daemon.address,
        ]
        #expect(Program(console: console.console()).run(words) == .done)
        #expect(console.output.contains("is in use by a running daemon, process "))
        #expect(console.output.contains(": a daemon answers there, version "))
    }

    @Test func aSecondDaemonOnTheSameStateOrPortDoesNotStart() throws {
        let board = Repository.simulatedBoard
        let other = try TemporaryDirectory(onDisk: true)
        let sameState = try RunningDaemon.exitStatus(of: [
            "run", "--board", board, "--state", daemon.stateDirectory.path,
            "--listen", "127.0.0.1:0",
        ])
        #expect(sameState == CInt(ExitCode.unavailable.rawValue))
        let samePort = try RunningDaemon.exitStatus(of: [
            "run", "--board", board, "--state", other.path, "--listen", daemon.address,
        ])
        #expect(samePort == CInt(ExitCode.unavailable.rawValue))
        #expect(hearth("status").code == .done)
    }

    @Test func aDaemonThatIsStoppedEndsWell() {
        _ = hearth("mode on")
        #expect(daemon.stop() == 0)
        let answer = hearth("status")
        #expect(answer.code == .unreachable)
        #expect(answer.errors.hasPrefix("hearth: "))
        #expect(answer.errors.contains(daemon.address))
    }
}
