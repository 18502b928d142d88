import Bench
import Boards
import Chamber
import Client
import CommandLine
import Daemon
import Plant
import Settings
import Studio
import SwitchCore
import System

extension CommandSpecification {
    /// `hearth bench warm-up.scenario --allow-heat`
    static let bench = CommandSpecification(
        words: ["bench"],
        summary: "run scenarios on a real heater and report what it did",
        description: [
            "Runs scenario files, as \"hearth simulate\" takes them, against a running service: times are "
                + "the heater's own, and \"when holding\" or \"when chamber above 40\" waits until that "
                + "is so. docs/bench.md says how to set up a bench; begin with low voltage.",
            "It heats. The heat is a lease of 30 s that ends with the bench, however it ends: Ctrl-C, "
                + "killed, unplugged. Nothing heats above the board's limit, and the service's guards "
                + "judge as always. After each scenario the heater is off, and target and mode are as "
                + "they were.",
            "Faults are made by a fixture (--fixture), by the simulated board where the service runs on "
                + "one, and by you with --by-hand: you are asked in words, and the time counts from "
                + "when the readings show it. A scenario that nothing here can make is skipped, with "
                + "the reason.",
            "The exit status is 0 where every scenario that was run came true.",
        ],
        arguments: [Parameter.scenarios],
        options: [
            Flag.benchAllowsHeat, Parameter.host, Parameter.benchReport, Parameter.repetitions,
            Flag.resume, Parameter.figureLimits, Parameter.compare, Parameter.fixture,
            Parameter.benchBoard, Parameter.plant, Flag.byHand, Parameter.patience, Flag.json,
        ],
        examples: [
            Example(
                "hearth bench lab/scenarios/bench/acceptance --allow-heat",
                "Ten minutes: is this board in order?"
            ),
            Example(
                "hearth bench faults.scenario --allow-heat --by-hand --repeat 3",
                "You pull the plugs; the report tells how fast it was off."
            ),
        ],
        statuses: [.failed, .unreachable, .refused, .misconfigured, .unavailable],
        environment: [.hearthHost],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try runBench(arguments, console)
        }
    )

    private static func runBench(
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        guard arguments.has(.benchAllowsHeat) else {
            throw CommandFailure(
                .refused,
                "hearth bench: this heats, so it needs --allow-heat; nothing was heated. Give it when "
                    + "the heater is in order and somebody can reach its plug"
            )
        }
        var files: [(path: String, scenario: Scenario)] = []
        for path in try scenarioPaths(arguments.repeated) {
            files.append((path, try Scenario.load(path)))
        }
        var board = try arguments.value(of: .benchBoard).map { path throws(CommandFailure) in
            try BoardFile.load(path)
        }
        if let path = arguments.value(of: .plant) { board?.plant = try BoardFile.loadPlant(path) }
        let folder = arguments.value(of: .benchReport) ?? "hearth-bench"
        try BenchReport.prepare(folder)
        // Before the first thread: a signal then ends the run in order.
        let signals = Signals()
        let client = try DaemonClient(arguments)
        let session = try BenchSession(arguments, console, client, files, board, folder)
        let means = try faultMeans(arguments, client, board)
        return try session.run(means.faults, means.witness, signals)
    }

    /// What makes the faults of this call, and what sees that the heater is off.
    private static func faultMeans(
        _ arguments: Arguments,
        _ client: DaemonClient,
        _ board: BoardDescription?
    ) throws(CommandFailure) -> (faults: any FaultMaker, witness: Witness?) {
        guard let path = arguments.value(of: .fixture) else {
            if arguments.has(.byHand) { return (HandFaultMaker(), nil) }
            guard let faults = try SimulatedFaultMaker(client) else { return (NoFaultMaker(), nil) }
            return (faults, Witness(simulatedBy: client))
        }
        let file = try FixtureFile.load(path)
        switch file.kind {
        case .lines:
            let fixture = try LineFixture(file, besides: board?.lines)
            return (LineFaultMaker(fixture), try Witness(file, client))
        case .service:
            let fixture = try RemoteFixture(file)
            return (RemoteFaultMaker(fixture), try Witness(file, client) ?? Witness(of: fixture))
        case .simulated:
            guard let faults = try SimulatedFaultMaker(client) else {
                throw CommandFailure(
                    .misconfigured,
                    "\(path): kind: simulated is for a service on a simulated board, and this one "
                        + "drives a real heater; nothing was heated"
                )
            }
            return (faults, try Witness(file, client) ?? Witness(simulatedBy: client))
        }
    }

    /// The files that the words name: a folder stands for its scenarios.
    private static func scenarioPaths(_ words: [String]) throws(CommandFailure) -> [String] {
        var paths: [String] = []
        for word in words {
            let names: [String]
            do throws(SystemError) {
                guard try FileStatus(of: word)?.kind == .directory else {
                    paths.append(word)
                    continue
                }
                names = try Directory.names(in: word).filter { $0.hasSuffix(".scenario") }
            } catch {
                throw error.commandFailure
            }
            guard !names.isEmpty else {
                throw CommandFailure(
                    .misconfigured,
                    "\(word): no file in this folder ends in .scenario"
                )
            }
            paths += names.sorted().map { word + "/" + $0 }
        }
        return paths
    }
}
