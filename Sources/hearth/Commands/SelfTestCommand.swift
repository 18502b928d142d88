import Boards
import Chamber
import CommandLine
import Daemon
import Doctor
import Inputs
import Settings
import Store
import System

extension Flag {
    fileprivate static let allowHeat = Flag(
        name: "--allow-heat",
        summary: "Do not ask: somebody stands beside the heater and has agreed."
    )
}

extension Parameter<String> {
    fileprivate static let report = text(
        "--report",
        "DIR",
        allowed: "a directory's path",
        summary: "Where selftest.txt, selftest.json and selftest.svg are written; made where it is "
            + "missing. Default: the directory selftest in the state directory."
    )
}

extension CommandSpecification {
    /// `hearth selftest`
    static let selfTest = CommandSpecification(
        words: ["selftest"],
        summary: "heat for a minute at most and judge the hardware by it",
        description: [
            "Tries the hardware with the controller out of the way. Everything off: does anything "
                + "get warmer? The heater on, for 60 s at most: does the element get warmer, and "
                + "is it the right probe that does? Off again: does it get cooler, and faster with "
                + "the blower? That finds a heater, fuse or cut-out that is open, a relay that has "
                + "welded, swapped plugs, and a blower that stands still. Before all that it lets go "
                + "of each relay's line and reads whether the wiring alone holds it off.",
            "Stay beside it. It asks before it heats. The heat ends at the first doubt: a probe "
                + "that fails, 80 °C anywhere, a line that disobeys, Ctrl-C. It takes about three "
                + "minutes, needs a heater that has cooled, and does not run beside the daemon: "
                + "stop that first (sudo systemctl stop hearth).",
        ],
        options: [
            Parameter.board, Parameter.state, Flag.allowHeat, Parameter.speed, Parameter.report,
            Flag.json,
        ],
        examples: [
            Example("sudo hearth selftest", "After wiring, and before each winter."),
            Example(
                "hearth selftest --board boards/simulated.conf --allow-heat --speed 60",
                "What it looks like, in a few seconds."
            ),
        ],
        statuses: [.failed, .refused, .misconfigured, .unavailable],
        files: [.boardFile, .stateDirectory],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try runSelfTest(arguments, console)
        }
    )

    private static func runSelfTest(
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        let board = try BoardFile.load(arguments.value(of: .board) ?? BoardFile.standardPath)
        let statePath = arguments.value(of: .state) ?? StatePath.standard
        let hold = try hold(statePath)
        defer { hold.release() }
        try refuseOutputsThatPersist(board)
        if !arguments.has(.allowHeat) { try ask(board.name, console) }
        let idle = try judgeIdleLevels(of: board)
        var signals = Signals()
        let clock = BeatClock(speed: try arguments.speed(of: board))
        let hardware: Hardware
        do throws(StartError) {
            hardware = try Hardware(board, clock: clock, log: Log(.warning))
        } catch {
            throw CommandFailure(.unavailable, "hearth selftest: \(error.message)")
        }
        defer { hardware.close() }
        var run = SelfTestRun(board.configuration, on: hardware.board, clock: clock)
        let isForPrograms = arguments.has(.json)
        run.run(
            isStopped: {
                guard signals.wait(milliseconds: 0) != nil else { return false }
                hardware.prepareToStop()
                return true
            },
            entered: { phase, degrees in
                if !isForPrograms, let line = phase.announcement(degrees) { console.line(line) }
            }
        )
        let report = SelfTestReport(run, board: board.name, idle: idle)
        if isForPrograms {
            console.line(report.json)
        } else {
            console.line()
            for line in report.lines { console.line(line) }
        }
        let folder = arguments.value(of: .report) ?? statePath + "/selftest"
        try write(report, to: folder)
        if !isForPrograms { console.line("The report and its curves are in \(folder).") }
        return run.test.hasPassed ? .done : .failed
    }

    private static func hold(_ path: String) throws(CommandFailure) -> StateHold {
        do throws(StoreError) {
            return try StateHold(on: path)
        } catch {
            guard case .secondInstance = error.kind else {
                throw CommandFailure(.unavailable, "hearth selftest: \(error.description)")
            }
            throw CommandFailure(
                .unavailable,
                "hearth selftest: the daemon is running; stop it first (sudo systemctl stop hearth), "
                    + "or name another state directory with --state"
            )
        }
    }

    /// Refuses what the daemon refuses too: if this program were killed, the heater would stay on.
    private static func refuseOutputsThatPersist(
        _ board: BoardDescription
    ) throws(CommandFailure) {
        guard let lines = board.lines, !lines.acceptsPersistentOutputs,
            PersistentOutputs.inspect() == .persist
        else { return }
        throw CommandFailure(
            .refused,
            "hearth selftest: this kernel leaves a line on when the program behind it dies; add "
                + "dtparam=strict_gpiod to /boot/firmware/config.txt and restart the machine"
        )
    }

    /// Lets go of each relay's line and reads it before anything drives it. A level that heats ends the
    /// test: the heater is on whenever this program is not.
    private static func judgeIdleLevels(
        of board: BoardDescription
    ) throws(CommandFailure) -> [IdleCheck] {
        guard let lines = board.lines else { return [] }
        let checks = IdleCheck.checks(of: lines, lettingGo: true)
        if let wrong = checks.first(where: { $0.verdict == .failed }) {
            throw CommandFailure(
                .failed,
                "hearth selftest: \(wrong.text); \(IdleCheck.remedy)"
            )
        }
        return checks
    }

    private static func ask(_ name: String, _ console: Console) throws(CommandFailure) {
        console.write(
            "This heats \"\(name)\" for 60 s at most. Stay beside it, with the mains plugged in.\n"
                + "Heat now? [y/N] "
        )
        guard let answer = console.ask() else {
            throw CommandFailure(
                .refused,
                "\nhearth selftest: nobody answered, so nothing was heated; in a script, "
                    + "give --allow-heat"
            )
        }
        guard ["y", "Y", "yes"].contains(answer) else {
            throw CommandFailure(.refused, "hearth selftest: not agreed, so nothing was heated")
        }
    }

    private static func write(
        _ report: SelfTestReport,
        to folder: String
    ) throws(CommandFailure) {
        do throws(SystemError) {
            try Directory.make(folder, mode: 0o755)
            let text = report.lines.joined(separator: "\n") + "\n"
            try Directory.fill(
                folder,
                with: [
                    ("selftest.txt", Array(text.utf8)),
                    ("selftest.json", Array((report.json + "\n").utf8)),
                    ("selftest.svg", Array(report.svg.utf8)),
                ],
                mode: 0o644
            )
        } catch {
            throw error.commandFailure
        }
    }
}

extension SelfTest.Phase {
    /// What happens now, for a person beside the heater; `nil`: nothing to say.
    fileprivate func announcement(_ degrees: ProbeDegrees) -> String? {
        let element = degrees.element.map { ", element \($0.fixed(1)) °C" } ?? ""
        let readings = degrees.chamber.map { " (chamber \($0.fixed(1)) °C\(element))" } ?? ""
        switch self {
        case .waiting: return "Reading the probes …"
        case .resting: return "Everything off for 20 s\(readings) …"
        case .heating: return "Heating for 60 s at most\(readings) …"
        case .stillAir: return "Heater and blower off\(readings) …"
        case .movedAir: return "Cooling\(readings) …"
        case .cooling: return "Letting it cool\(readings) …"
        case .ended: return nil
        }
    }
}
