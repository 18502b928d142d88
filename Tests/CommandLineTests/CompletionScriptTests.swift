import CommandLine
import Testing

struct CompletionScriptTests {
    private let commands: [CommandSpecification] = [
        CommandSpecification(
            words: ["heat"],
            summary: "it's warm",
            description: [],
            options: [Flag.json, Parameter.board]
        ) { _, _ in .done },
        CommandSpecification(words: ["printer", "scan"], summary: "look", description: []) { _, _ in
            .done
        },
        CommandSpecification(words: ["printer", "bind"], summary: "follow", description: []) {
            _,
            _ in .done
        },
    ]

    @Test(arguments: CompletionScript.Shell.allCases)
    func namesEveryCommandAndOption(shell: CompletionScript.Shell) {
        let text = CompletionScript(for: commands).text(for: shell)
        for word in ["heat", "printer", "scan", "bind", "json", "board"] {
            #expect(text.contains(word), "\(word)")
        }
    }

    @Test func quotesWhatAShellWouldRead() {
        let script = CompletionScript(for: commands)
        #expect(script.text(for: .fish).contains(#"'it'\''s warm'"#))
    }
}
