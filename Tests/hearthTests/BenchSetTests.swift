import CommandLine
import System
import TestSupport
import Testing
import hearth

/// Every set of `lab/scenarios/bench` comes true in the simulation, calibrated, on the nominal board and on
/// the practice kit.
@Suite struct BenchSetTests {
    private static let folder = "lab/scenarios/bench/"
    private static let sets = ["acceptance", "faults", "endurance", "regression"]
    private static let boards: [[String]] = [
        ["--board", "boards/simulated.conf"],
        ["--board", "boards/practice-kit.conf", "--plant", "lab/plants/practice-kit.conf"],
    ]

    private static let names: [String] = {
        var names: [String] = []
        for set in sets {
            do throws(SystemError) {
                let files = try Directory.names(in: Repository.path(of: folder + set))
                names += files.filter { $0.hasSuffix(".scenario") }.sorted().map { set + "/" + $0 }
            } catch {
                continue
            }
        }
        return names
    }()

    @Test(arguments: sets)
    func eachSetHasScenarios(set: String) {
        #expect(Self.names.contains { $0.hasPrefix(set + "/") })
    }

    @Test(arguments: names, boards.indices)
    func aScenarioOfTheBenchComesTrue(name: String, board: Int) {
        let console = RecordedConsole()
        var words = ["simulate", "--scenario", Repository.path(of: Self.folder + name)]
        for word in Self.boards[board] {
            words.append(word.hasPrefix("--") ? word : Repository.path(of: word))
        }
        #expect(Program(console: console.console()).run(words) == .done, "\(console.errors)")
        #expect(console.errors == "")
    }

    /// A set that nobody can run on hardware would prove nothing there.
    @Test(arguments: names)
    func noScenarioOfTheBenchNeedsASimulation(name: String) throws {
        let text = try Repository.text(of: Self.folder + name)
        for word in ["room", "bed", "door", "contact"] {
            #expect(!text.contains(" \(word) "), "\(name)")
        }
    }
}
