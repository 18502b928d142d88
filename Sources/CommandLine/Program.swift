/// A program without its process: words in, text and exit status out.
package struct Program {
    private let parser: CommandLineParser
    private let console: Console

    /// - Parameter name: the program's name, as messages and help pages have it.
    package init(_ name: String, _ commands: [CommandSpecification], _ console: Console) {
        parser = CommandLineParser(program: name, commands: commands)
        self.console = console
    }

    /// Carries out the words after the program's name.
    package func run(_ words: [String]) -> ExitCode {
        do throws(CommandFailure) {
            switch try parser.parse(words) {
            case .run(let command, let arguments):
                return try command.perform(arguments.completed(for: command), console)
            case .help(let command):
                console.write(page(of: command).text)
            case .fileHelp(let topic):
                console.write(HelpPage(of: topic, for: console).text)
            }
            return .done
        } catch {
            console.errorLine(error.message)
            return error.status
        }
    }

    /// A command's page; without a name the overview, or the page of a program's only command.
    private func page(of command: CommandSpecification?) -> HelpPage {
        let only = parser.commands.count == 1 ? parser.commands.first : nil
        return (command ?? only).map { HelpPage(of: $0, in: parser.program, for: console) }
            ?? HelpPage(overviewOf: parser.commands, for: console)
    }
}
