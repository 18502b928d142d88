import Boards
import Chamber
import CommandLine
import Doctor
import Settings
import SwitchCore
import System

extension Flag {
    fileprivate static let yes = Flag(
        name: "--yes",
        summary: "Answer every question with yes; --board is needed then."
    )
    fileprivate static let carryOn = Flag(
        name: "--carry-on",
        summary:
            "Leave board and machine as they are, and go on with the steps behind them: doctor, "
            + "self-test, calibration, printer, password."
    )
}

extension Parameter<String> {
    static let template = text(
        "--board",
        "NAME",
        allowed: "a board's name, as in raspberry-pi, or a file's path",
        summary: "The board, by the name of a file that comes with the program, or a file of your "
            + "own. Default: ask."
    )
    static let root = text(
        "--root",
        "DIR",
        allowed: "a directory's path",
        summary: "The files of another machine below DIR, such as a mounted card, instead of this "
            + "one's."
    )
    static let from = path(
        "--from",
        summary:
            "A printer.cfg of Klipper, whose chamber heater ([heater_generic], [thermistor]) is taken "
            + "over as far as a board file can."
    )
    static let heater = text(
        "--heater",
        "NAME",
        allowed: "the name behind heater_generic in printer.cfg",
        summary:
            "Which [heater_generic NAME] of several, with --from. Default: the one whose name speaks of "
            + "a chamber."
    )
    fileprivate static let klipper = path(
        "--klipper",
        summary:
            "Klipper's folder, as in /home/pi/klipper: links Hearth's module into it, says what belongs "
            + "into printer.cfg and moonraker.conf, and does nothing else (docs/klipper.md)."
    )
    fileprivate static let unattended = path(
        "--unattended",
        summary:
            "The answers, in a file: [setup] with board, and the sections and keys of a board file "
            + "that differ from that board (docs/farm.md). Asks nothing."
    )
}

extension Parameter<Int> {
    static let mains = Parameter.option(
        "--mains",
        "HZ",
        allowed: "50 or 60",
        words: ["50", "60"],
        summary: "The mains' frequency; 60 in the Americas. Default: as the board's file says, 50."
    ) { ["50": 50, "60": 60][$0] }
}

extension CommandSpecification {
    /// `hearth setup`
    static let setup = CommandSpecification(
        words: ["setup"],
        summary: "choose a board, and prepare this machine for it",
        description: [
            "Looks for the converter and the GPIO chip, proposes a board, asks what only you can know "
                + "(thermistors, the relay's level, blower, second relay), shows the wiring, and then, "
                + "asking each time: writes \(BoardFile.standardPath), adds the lines that a Raspberry "
                + "Pi's config.txt lacks, has the service start with the machine, and goes on with self-test, "
                + "calibration, printer and password. Each step can be skipped and done later. Files that it "
                + "replaces are kept beside the new ones as .old.",
            "Answers about the board that were given on the page are shown first, and taken over if you agree. "
                + "Where another program has port 80, such as the web server of a printer's page, it asks for "
                + "a port of Hearth's own and writes that into \(ServiceFile.standardPath).",
            "Run it with sudo. It may be run again: what is as it should be is left alone.",
        ],
        options: [
            Parameter.template, Parameter.from, Parameter.heater, Parameter.mains, Flag.yes,
            Parameter.unattended, Parameter.klipper, Flag.carryOn, Parameter.root,
        ],
        examples: [
            Example("sudo hearth setup", "With questions."),
            Example("sudo hearth setup --board raspberry-pi-5 --yes", "Without."),
            Example("sudo hearth setup --from printer.cfg", "With what Klipper knows already."),
            Example("sudo hearth setup --unattended answers.conf", "For many machines."),
            Example("hearth setup --klipper ~/klipper", "Chamber heat as a heater of Klipper's."),
        ],
        statuses: [.failed, .refused, .misconfigured, .unavailable],
        files: [
            .boardFile,
            Place(
                BootConfiguration.paths.joined(separator: ", "),
                "A Raspberry Pi's settings for its start."
            ),
            Place("/usr/share/hearth/boards", "The board files that come with the program."),
        ],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            try runSetup(arguments, console)
        }
    )

    private static func runSetup(
        _ arguments: Arguments,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        let root = MachineRoot(arguments.value(of: .root) ?? "")
        let path = root.path(BoardFile.standardPath)
        var answers: AnswersFile?
        if let path = arguments.value(of: .unattended) { answers = try AnswersFile.load(path) }
        let setup = Setup(
            boardPath: BoardFile.standardPath,
            root: root,
            console: console,
            agreesToAll: arguments.has(.yes) || answers != nil
        )
        if let folder = arguments.value(of: .klipper) {
            try KlipperModule(folder, setup, console).install()
            return .done
        }
        guard !arguments.has(.carryOn) else {
            return try finish(setup, path, root, needsRestart: false, console)
        }
        let found = FoundHardware(root, readsBuses: !root.has(BoardFile.standardPath))
        if root.isThisMachine {
            for line in found.lines { console.line(line) }
            console.line()
        }
        let author = BoardAuthor(setup, console, arguments)
        let isAsking = !arguments.has(.yes)
        let kept = KeptAnswers(StatePath.standard)
        let isOpen =
            isAsking && answers == nil && root.isThisMachine && !root.has(BoardFile.standardPath)
            && arguments.value(of: .template) == nil && arguments.value(of: .from) == nil
        let proposed = try isOpen ? kept.accepted(console) : nil
        let (text, board) = try author.file(
            found,
            answers ?? proposed,
            isAsking: isAsking,
            name: path
        )
        setup.show(text)
        guard try setup.install(text, over: path) else {
            throw CommandFailure(.refused, "hearth setup: not agreed, so nothing was changed")
        }
        if root.isThisMachine { kept.forget() }
        var needsRestart = false
        if answers?.addsBootLines ?? true { needsRestart = try setup.prepareBoot(board) }
        try setup.choosePort(board)
        try setup.writeAuto(answers?.auto)
        if answers?.startsService ?? true { try setup.enableService(needsRestart: needsRestart) }
        return try finish(setup, path, root, needsRestart: needsRestart, console)
    }

    /// What the doctor finds, and the steps behind it.
    private static func finish(
        _ setup: Setup,
        _ path: String,
        _ root: MachineRoot,
        needsRestart: Bool,
        _ console: Console
    ) throws(CommandFailure) -> ExitCode {
        console.line()
        let findings = Doctor(Arguments(), boardPath: path, root: root).findings()
        for finding in findings { console.line(finding.line) }
        setup.tellPage()
        let hasFailed = findings.contains { $0.grade == .failed }
        if needsRestart {
            console.line()
            setup.tellSteps()
            return .done
        }
        guard root.isThisMachine else { return hasFailed ? .failed : .done }
        if hasFailed {
            console.line()
            console.line(
                "Mend what failed above first. Then go on with: sudo hearth setup --carry-on"
            )
            return .failed
        }
        try setup.carryOn()
        return .done
    }
}
