import Testing
import hearth

@Suite struct HelpPageTests {
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

    @Test func longTextIsWrappedBetweenWords() {
        let words = Array(repeating: "word", count: 40).joined(separator: " ")
        let lines = HelpPage.wrapped(words, indent: 4)
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.hasPrefix("    word") && $0.count <= HelpPage.width })
        #expect(lines.joined(separator: " ").split(separator: " ").count == 40)
    }
}
