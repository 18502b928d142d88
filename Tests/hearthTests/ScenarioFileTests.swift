import Boards
import Chamber
import CommandLine
import Plant
import Settings
import System
import TestSupport
import Testing
import hearth

/// Each file of `Tests/scenarios` comes true on the board that its first line names.
@Suite struct ScenarioFileTests {
    private static let folder = "Tests/scenarios/"
    private static let boardMark = "# board: "
    /// The board's owner has not calibrated it.
    private static let uncalibratedMark = "# uncalibrated"

    private static let names: [String] = {
        do throws(SystemError) {
            return try Directory.names(in: Repository.path(of: folder))
                .filter { $0.hasSuffix(".scenario") }.sorted()
        } catch {
            return []
        }
    }()

    @Test func thereAreScenariosOfEveryKind() {
        #expect(Self.names.count >= 7)
    }

    @Test(arguments: names)
    func aScenarioComesTrue(name: String) throws {
        let lines = try Repository.text(of: Self.folder + name).split(separator: "\n")
        let first = try #require(lines.first)
        try #require(first.hasPrefix(Self.boardMark))
        let board = Self.folder + first.dropFirst(Self.boardMark.count)
        let console = RecordedConsole()
        var words = [
            "simulate", "--board", Repository.path(of: board),
            "--scenario", Repository.path(of: Self.folder + name),
        ]
        if lines.contains(Substring(Self.uncalibratedMark)) { words.append("--uncalibrated") }
        #expect(Program(console: console.console()).run(words) == .done, "\(console.errors)")
        #expect(console.errors == "")
    }

    /// No scenario can show the pin of a program that has died; the board file says it before that.
    @Test func aRelayThatIsOnWithoutAProgramIsRefused() throws {
        let console = RecordedConsole()
        let path = Repository.path(of: Self.folder + "active-low.conf")
        #expect(console.run("board", "check", path) == .misconfigured)
        #expect(console.errors.contains("[heater] idle"), "\(console.errors)")
        #expect(console.errors.contains("transistor"), "\(console.errors)")
    }

    /// The badly touching probe is refused at the calibration, whatever the shares that reach it.
    @Test func aBadlyTouchingProbeGivesNoCalibration() throws {
        let name = Self.folder + "probe-touches-badly.conf"
        let board = try BoardFile.board(Array(Repository.text(of: name).utf8), name: name)
        for share in [0.1, 0.2, 0.3] {
            var plant = board.plant
            plant.faults.begin(.elementTouching, share)
            #expect(SimulatedCalibration.model(board.configuration, plant: plant) == nil)
        }
    }
}
