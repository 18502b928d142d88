import CommandLine
import Plant
import Testing
import hearth

@Suite struct ProgramTests {
    @Test(arguments: CommandSpecification.all.map(\.name))
    func everyCommandHasAPageThatFitsATerminal(name: String) throws {
        let command = try #require(CommandSpecification.all.first { $0.name == name })
        let page = HelpPage(of: command, for: RecordedConsole().console()).text
        for heading in ["Name", "Synopsis", "Description", "Options", "Exit status", "Examples"] {
            #expect(page.split(separator: "\n").contains { $0 == heading }, "no \(heading)")
        }
        for line in page.split(separator: "\n") {
            #expect(line.count <= HelpPage.width, "\(line)")
        }
    }

    @Test func theOverviewNamesEveryCommandAndExitStatus() {
        let console = RecordedConsole()
        #expect(console.run("help") == .done)
        for command in CommandSpecification.all {
            #expect(console.output.contains("\n  \(command.name)  "), "\(command.name)")
        }
        for status in ExitCode.allCases {
            #expect(console.output.contains("\n  \(status.rawValue)  "))
        }
    }

    @Test func controlCodesGoToATerminalOnly() {
        let pipe = RecordedConsole()
        _ = pipe.run("help")
        #expect(!pipe.output.contains("\u{1B}"))
        let terminal = RecordedConsole()
        _ = terminal.run("help", isTerminal: true)
        #expect(terminal.output.contains("\u{1B}[1mName\u{1B}[0m"))
    }

    @Test func aMessageGoesToStandardError() {
        let console = RecordedConsole()
        #expect(console.run("nonsense") == .usage)
        #expect(console.output.isEmpty)
        #expect(console.errors.hasSuffix("\n"))
    }

    @Test func randomWordsAreUnderstoodOrRefusedButNeverMore() {
        let vocabulary =
            CommandSpecification.all.flatMap(\.words)
            + CommandSpecification.all.flatMap { $0.options.map(\.name) }
            + [
                "help", "--help", "--", "-", "", "=", "--=", "--speed=", "55", "-5", "6h", "pla",
                "on",
                "board-file", "\u{0}", "é", "--json=1", "127.0.0.1:80",
            ]
        let parser = CommandLineParser(commands: CommandSpecification.all)
        var generator = SeededGenerator(seed: 1)
        var understood = 0
        for _ in 0..<5_000 {
            let words = (0..<Int.random(in: 0...6, using: &generator)).compactMap { _ in
                vocabulary.randomElement(using: &generator)
            }
            do throws(CommandFailure) {
                _ = try parser.parse(words)
                understood += 1
            } catch {
                #expect(error.status == .usage, "\(words)")
                #expect(error.message.hasPrefix("hearth"), "\(words)")
            }
        }
        #expect(understood > 0)
    }
}
