package import CommandLine

/// The program without its process: words in, text and exit status out.
package struct Program {
    /// Where answers and complaints go.
    package let console: Console

    package init(console: Console) {
        self.console = console
    }

    /// Does what the words behind the program's name ask for.
    package func run(_ words: [String]) -> ExitCode {
        let parser = CommandLineParser(commands: CommandSpecification.all)
        if words.first == "farm" {
            console.errorLine(
                "hearth farm: the simulated farm is a program of its own, hearth-farm; build it with "
                    + "\"script/build hearth-farm\" from the source (docs/farm.md)"
            )
            return .usage
        }
        do {
            switch try parser.parse(words) {
            case .run(let command, let arguments):
                return try command.perform(arguments.completed(for: command), console)
            case .help(let command):
                let page =
                    command.map { HelpPage(of: $0, for: console) }
                    ?? HelpPage(overviewOf: CommandSpecification.all, for: console)
                console.write(page.text)
                return .done
            case .fileHelp(let topic):
                console.write(HelpPage(of: topic, for: console).text)
                return .done
            }
        } catch {
            console.errorLine(error.message)
            return error.status
        }
    }
}
