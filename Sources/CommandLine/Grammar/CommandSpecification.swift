/// One command: its syntax, its help, and what it does.
package struct CommandSpecification: Sendable {
    /// A command line that does something useful, and what it does.
    package struct Example: Sendable {
        /// As it is typed, beginning with `hearth`.
        package let line: String
        /// What it does, as a sentence.
        package let meaning: String

        package init(_ line: String, _ meaning: String) {
            self.line = line
            self.meaning = meaning
        }
    }

    /// A file or variable that the command uses, and what for.
    package struct Place: Sendable {
        /// A file's path, or the variable's name.
        package let path: String
        /// What the command does with it, as a sentence.
        package let meaning: String

        package init(_ path: String, _ meaning: String) {
            self.path = path
            self.meaning = meaning
        }
    }

    /// What is typed after `hearth`: one word, or two.
    package let words: [String]
    /// What it does, in a few words, for the list of commands.
    package let summary: String
    /// What it does, in paragraphs.
    package let description: [String]
    /// In order; the required ones first.
    package var arguments: [any AnyParameter]
    /// In the order of the help page.
    package var options: [any AnyParameter]
    /// At least one, for the help page.
    package var examples: [Example] = []
    /// What it can end with, besides ``ExitCode/done`` and ``ExitCode/usage``.
    package var statuses: [ExitCode]
    /// Files that the command uses without naming them.
    package var files: [Place]
    /// Variables that the command reads.
    package var environment: [Place]
    /// Performs the command.
    package let perform: @Sendable (Arguments, Console) throws(CommandFailure) -> ExitCode

    /// A command; it takes `--instance` too where an instance can fill one of its options.
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
        self.perform = run
    }

    /// As it is typed, without arguments: `board check`.
    package var name: String {
        words.joined(separator: " ")
    }
}
