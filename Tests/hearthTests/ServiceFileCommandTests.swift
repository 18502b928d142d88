import CommandLine
import TestSupport
import Testing
import hearth

/// The service file, as commands use it.
@Suite struct ServiceFileCommandTests {
    @Test func aFileThatIsNamedHasToBeThere() throws {
        let console = RecordedConsole()
        let board = Repository.simulatedBoard
        let status = console.run("run", "--board", board, "--service-file", "/nowhere/hearth.conf")
        #expect(status == .unavailable)
        #expect(console.errors.contains("/nowhere/hearth.conf"))
    }

    @Test func mistakesKeepTheDaemonFromStarting() throws {
        let directory = try TemporaryDirectory(onDisk: true)
        let file = try directory.write("hearth.conf", "[service]\nlisten: here\nlog_level: loud\n")
        let console = RecordedConsole()
        let board = Repository.simulatedBoard
        let status = console.run("run", "--board", board, "--service-file", file)
        #expect(status == .misconfigured)
        #expect(console.errors.split(separator: "\n").count == 2)
    }

    @Test func doctorSaysWhatIsWrongWithIt() throws {
        let directory = try TemporaryDirectory(onDisk: true)
        let file = try directory.write("hearth.conf", "[service]\nlisten: here\n")
        let console = RecordedConsole()
        let status = console.run(
            "doctor",
            "--board",
            Repository.simulatedBoard,
            "--state",
            directory.path,
            "--service-file",
            file
        )
        #expect(status == .failed)
        #expect(console.output.contains("failed   service   \(file):2: [service] listen: "))
    }

    @Test func everyKeyIsExplained() {
        let console = RecordedConsole()
        #expect(console.run("help", "service-file") == .done)
        for key in ["listen", "log_level", "host_names"] {
            #expect(console.output.contains("\n  \(key) (optional)\n"))
        }
    }
}
