import Boards
import Chamber
import CommandLine
import Doctor
import Settings
import SwitchCore

extension Flag {
    fileprivate static let yes = Flag(
        name: "--yes",
        summary: "Answer every question with yes; --board is needed then."
    )
}

extension Parameter<String> {
    fileprivate static let template = text(
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
}

extension Parameter<Int> {
    fileprivate static let mains = Parameter.option(
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
            "Asks which board it is, shows its wiring, and then, asking each time: writes "
                + "\(BoardFile.standardPath), adds the lines that a Raspberry Pi's config.txt "
                + "lacks, and has the service start with the machine. Files that it replaces are "
                + "kept beside the new ones as .old. It ends with what \"hearth doctor\" finds.",
            "Run it with sudo. It may be run again: what is as it should be is left alone.",
        ],
        options: [
            Parameter.template, Parameter.mains, Flag.yes, Parameter.root,
        ],
        examples: [
            Example("sudo hearth setup", "With questions."),
            Example("sudo hearth setup --board raspberry-pi-5 --yes", "Without."),
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
        let setup = Setup(
            boardPath: BoardFile.standardPath,
            root: root,
            console: console,
            agreesToAll: arguments.has(.yes)
        )
        let template = try setup.choose(arguments.value(of: .template))
        console.line()
        for line in template.notes { console.line(line) }
        console.line()
        let text = setup.fitted(template, mainsHertz: arguments.value(of: .mains))
        let path = root.path(BoardFile.standardPath)
        guard try setup.install(text, over: path) else {
            throw CommandFailure(.refused, "hearth setup: not agreed, so nothing was changed")
        }
        let board = try BoardFile.load(path)
        let needsRestart = try setup.prepareBoot(board)
        try setup.enableService(needsRestart: needsRestart)

        console.line()
        let findings = Doctor(Arguments(), boardPath: path, root: root).findings()
        for finding in findings { console.line(finding.line) }
        if needsRestart {
            console.line()
            console.line("Restart the machine (sudo reboot), then look again: hearth doctor")
            return .done
        }
        return findings.contains { $0.grade == .failed } ? .failed : .done
    }
}
