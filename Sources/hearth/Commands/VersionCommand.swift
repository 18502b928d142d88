package import CommandLine

extension CommandSpecification {
    /// `hearth version`
    package static let version = CommandSpecification(
        words: ["version"],
        summary: "print the version, in one line",
        description: [
            "Prints Hearth's version, the compiler that built it and the processor it was built "
                + "for: the line to put into a bug report."
        ],
        examples: [Example("hearth version", "For instance: \(ProgramVersion.line)")],
        run: { (_: Arguments, console: Console) throws(CommandFailure) -> ExitCode in
            console.line(ProgramVersion.line)
            return .done
        }
    )
}
