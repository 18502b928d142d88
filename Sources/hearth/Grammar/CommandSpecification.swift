/// One command: how it is written, what it does, and the page that explains it.
package struct CommandSpecification: Sendable {
    /// A command line that does something useful, and what it does.
    package struct Example: Sendable {
        package let line: String
        package let meaning: String

        package init(_ line: String, _ meaning: String) {
            self.line = line
            self.meaning = meaning
        }
    }

    /// A file or variable that the command reads, and what for.
    package struct Place: Sendable {
        package let path: String
        package let meaning: String

        package init(_ path: String, _ meaning: String) {
            self.path = path
            self.meaning = meaning
        }
    }

    /// What is typed behind `hearth`: one word, or two.
    package let words: [String]
    /// What it does, in a few words, for the list of commands.
    package let summary: String
    /// What it does, in paragraphs.
    package let description: [String]
    /// In their order; the required ones first.
    package var arguments: [any AnyParameter]
    package var options: [any AnyParameter]
    package var examples: [Example] = []
    /// What it can end with, besides ``ExitCode/done`` and ``ExitCode/usage``.
    package var statuses: [ExitCode]
    package var files: [Place]
    package var environment: [Place]
    /// Does it.
    package let run: @Sendable (Arguments, Console) throws(CommandFailure) -> ExitCode

    package init(
        words: [String],
        summary: String,
        description: [String],
        arguments: [any AnyParameter] = [],
        options: [any AnyParameter] = [],
        examples: [Example] = [],
        statuses: [ExitCode] = [],
        files: [Place] = [],
        environment: [Place] = [],
        run: @escaping @Sendable (Arguments, Console) throws(CommandFailure) -> ExitCode
    ) {
        self.words = words
        self.summary = summary
        self.description = description
        self.arguments = arguments
        self.options = Self.withInstance(options)
        self.examples = examples
        self.statuses = statuses
        self.files = files
        self.environment = environment
        self.run = run
    }

    /// As it is typed, without arguments: `board check`.
    package var name: String {
        words.joined(separator: " ")
    }
}
