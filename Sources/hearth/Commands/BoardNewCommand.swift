import Boards
import CommandLine
import Doctor
import Settings
import System

extension Parameter<String> {
    fileprivate static let newFile = textArgument(
        "FILE",
        allowed: "a path",
        summary: "Where the board file is written; one that is there is kept as .old."
    )
}

extension CommandSpecification {
    /// `hearth board new FILE`
    static let boardNew = CommandSpecification(
        words: ["board", "new"],
        summary: "write a board file by questions, on any machine",
        description: [
            "Asks the same questions as \"hearth setup\" and writes the board file with its wiring table to "
                + "FILE. It looks at no hardware and changes nothing else, so it may run on the machine at "
                + "your desk."
        ],
        arguments: [Parameter.newFile],
        options: [Parameter.template, Parameter.from, Parameter.heater, Parameter.mains],
        examples: [
            Example("hearth board new left.conf", "With questions."),
            Example("hearth board new left.conf --from printer.cfg", "With what Klipper knows."),
        ],
        statuses: [.refused, .misconfigured, .unavailable],
        files: [Place("/usr/share/hearth/boards", "The board files that come with the program.")],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let path = try arguments.required(.newFile)
            let setup = Setup(
                boardPath: path,
                root: MachineRoot(),
                console: console,
                agreesToAll: false
            )
            let author = BoardAuthor(setup, console, arguments)
            let (text, _) = try author.file(FoundHardware(), nil, isAsking: true, name: path)
            do throws(SystemError) {
                let kept = try File.replaceKeepingOld(path, with: Array(text.utf8))
                setup.show(text)
                console.line("Wrote \(path)" + (kept.map { "; the old one is \($0)" } ?? "") + ".")
            } catch {
                throw error.commandFailure
            }
            return .done
        }
    )
}
