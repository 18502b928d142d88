import Boards
import Chamber
import CommandLine
import Daemon
import Doctor
import Settings
import SwitchCore
import Update
import WebSocket

extension CommandSpecification {
    /// `hearth run`
    static let run = CommandSpecification(
        words: ["run"],
        summary: "run the controller and serve its clients",
        description: [
            "Runs the heater that the board file describes: regulation, guards, the web page, the "
                + "Panda Breath interface at /ws and Hearth's own at /api/v1. It starts with "
                + "everything off, whatever was on before; a latched fault is still latched. It "
                + "ends on SIGTERM, SIGINT or SIGHUP, with the heater off.",
            "Standard output gets one line when it is ready: the board's name and the address to "
                + "open. The log goes to standard error.",
        ],
        options: [
            Parameter.board, Parameter.state, Parameter.listen, Parameter.speed, Parameter.logLevel,
            Parameter.serviceFile, Flag.slots, Flag.awaitBoard,
        ],
        examples: [
            Example(
                "hearth run --board boards/simulated.conf",
                "A computed chamber, at http://127.0.0.1:8080/."
            ),
            Example(
                "hearth run --board boards/simulated.conf --speed 60 --listen 127.0.0.1:0",
                "An hour of it in a minute, on a free port."
            ),
        ],
        statuses: [.misconfigured, .unavailable],
        files: [.boardFile, .serviceFile, .stateDirectory],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try runDaemon(arguments, console)
        }
    )

    private static func runDaemon(
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        let statePath = arguments.value(of: .state) ?? StatePath.standard
        if arguments.has(.slots) {
            let updates = ServiceFile.loadUpdates(arguments.value(of: .serviceFile))
            ProgramStart.handOver(statePath, updates)
        }
        let path = arguments.value(of: .board) ?? BoardFile.standardPath
        let (board, lack) = try loadBoard(path, arguments)
        let settings = try RunSettings(arguments.value(of: .serviceFile), keptIn: statePath)
        var service = settings.service
        if let listen = arguments.value(of: .listen) { service.listen = listen }
        if let level = arguments.value(of: .logLevel) { service.logLevel = level }
        var options = RunOptions(
            board: board,
            statePath: statePath,
            service: service,
            update: UpdateOptions(service.updates, isLaunched: arguments.has(.slots))
        )
        options.settings = settings.texts
        options.settingsNote = settings.note
        options.boardLack = lack
        if arguments.has(.awaitBoard) { options.awaitedBoard = path }
        if lack != nil { options.boardQuestions = PageQuestions() }
        options.speed = try arguments.speed(of: board)
        let end: RunEnd
        do throws(StartError) {
            end = try Daemon(options, announce: { console.line($0) }).run()
        } catch {
            throw CommandFailure(.unavailable, error.message)
        }
        switch end {
        case .stopped: return .done
        case .restart: throw restartFailure()
        }
    }

    /// The board, or why there is none, where the service waits for one.
    private static func loadBoard(
        _ path: String,
        _ arguments: Arguments
    ) throws(CommandFailure) -> (BoardDescription, BoardLack?) {
        guard !arguments.has(.awaitBoard) else { return BoardFile.loadOrAwait(path) }
        return (try BoardFile.load(path), nil)
    }

    /// Restarts the program in this process; returns only where that fails.
    private static func restartFailure() -> CommandFailure {
        CommandFailure(
            .unavailable,
            "cannot start again: \(ProgramStart.restart()); start the service by hand"
        )
    }
}

extension Flag {
    static let awaitBoard = Flag(
        name: "--await-board",
        summary:
            "Without a board file, with one that has mistakes, and where its hardware cannot be opened, serve "
            + "the page alone, which says so: nothing heats. Start with the board once that has changed. For "
            + "the service."
    )
    static let slots = Flag(
        name: "--slots",
        summary: "Take updates, and start the version that was chosen by them; for the service."
    )
}

extension ProgramVersion {
    /// The same number, for comparing.
    static let release = ReleaseVersion(number) ?? .none
}

extension UpdateOptions {
    /// The options from the service file and from how the program was started.
    init(_ settings: UpdateSettings, isLaunched: Bool) {
        let (programs, version) = ProgramStart.programs
        self.init(version: version)
        self.programs = programs
        self.isLaunched = isLaunched
        self.settings = settings
    }
}
