import Boards
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
                + "what was found, and what is allowed. Touches no hardware.",
            "\"hearth help board-file\" explains what a board file may say.",
        ],
        arguments: [Parameter.file],
        examples: [Example("hearth board check /etc/hearth/board.conf", "Before a restart.")],
        statuses: [.misconfigured, .unavailable],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let path = try arguments.required(.file)
            let board = try BoardFile.load(path)
            console.line("\(path): no mistakes (\(board.name), \(board.kind.rawValue))")
            return .done
        }
    )
}
