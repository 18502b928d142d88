import CommandLine
import Dialects
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
