import Boards
import Chamber
import CommandLine
import Settings

extension Parameter<String> {
    fileprivate static let file = textArgument(
        "FILE",
        allowed: "a board file's path",
        summary: "The board file."
    )
}

extension CommandSpecification {
    /// `hearth board check FILE`
    static let boardCheck = CommandSpecification(
        words: ["board", "check"],
        summary: "find every mistake in a board file",
        description: [
            "Reads a board file as \"hearth run\" would and lists every mistake in it: the line, "
                + "what was found, and what is allowed. Touches no hardware. Of a board without an "
                + "element probe it says which faults are seen late or never.",
            "\"hearth help board-file\" explains what a board file may say.",
        ],
        arguments: [Parameter.file],
        examples: [Example("hearth board check /etc/hearth/board.conf", "Before a restart.")],
        statuses: [.misconfigured, .unavailable],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let path = try arguments.required(.file)
            let board = try BoardFile.load(path)
            console.line("\(path): no mistakes (\(board.name), \(board.kind.rawValue))")
            let late = LateFault.list(for: board.configuration)
            if !late.isEmpty {
                console.line(
                    "It has no [probe element]. These faults are then seen late or never "
                        + "(times of a printer's chamber):"
                )
                for fault in late { console.line("  " + fault.line) }
            }
            return .done
        }
    )
}
