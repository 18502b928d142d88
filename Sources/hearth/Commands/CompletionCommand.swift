import CommandLine

extension Parameter<CompletionScript.Shell> {
    fileprivate static let shell = Parameter.argument(
        "SHELL",
        allowed: "bash, zsh or fish",
        words: CompletionScript.Shell.allCases.map(\.rawValue),
        summary: "bash, zsh or fish."
    ) { CompletionScript.Shell(rawValue: $0) }
}

extension CommandSpecification {
    /// `hearth completion bash`
    static let completion = CommandSpecification(
        words: ["completion"],
        summary: "print the script by which a shell completes these commands",
        description: [
            "Prints a script that makes a shell complete commands, options and words with the tab key. The "
                + "package has installed it; another place can use the examples."
        ],
        arguments: [Parameter.shell],
        examples: [
            Example("source <(hearth completion bash)", "In this shell, or in ~/.bashrc."),
            Example("hearth completion fish > ~/.config/fish/completions/hearth.fish", "For good."),
        ],
        run: { (arguments: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            let shell = try arguments.required(.shell)
            console.write(CompletionScript(for: CommandSpecification.all).text(for: shell))
            return .done
        }
    )
}
