import Schema
import Settings

/// A manual page: headings, paragraphs wrapped to the width of a page, and indented lists.
package struct HelpPage {
    /// Columns that the text is wrapped to, as in a manual page.
    package static let width = 79

    private let console: Console
    private var lines: [String] = []

    package init(for console: Console) {
        self.console = console
    }

    /// The whole page.
    package var text: String {
        lines.joined(separator: "\n") + "\n"
    }

    /// A heading, with an empty line above it.
    package mutating func heading(_ title: String) {
        if !lines.isEmpty { lines.append("") }
        lines.append(console.emphasised(title))
    }

    /// A text, wrapped to the page's width.
    package mutating func paragraph(_ text: String, indent: Int = 2) {
        lines += Self.wrapped(text, indent: indent)
    }

    /// An empty line, between paragraphs.
    package mutating func blankLine() {
        lines.append("")
    }

    /// A line that is not wrapped.
    package mutating func verbatim(_ text: String, indent: Int = 2) {
        lines.append(String(repeating: " ", count: indent) + text)
    }

    /// A term, and what it means below it, further in.
    package mutating func entry(_ term: String, _ meaning: String) {
        verbatim(term)
        paragraph(meaning, indent: 8)
    }

    /// Terms in one column, what they mean in the next.
    package mutating func table(_ rows: [(term: String, meaning: String)]) {
        let column = (rows.map(\.term.count).max() ?? 0) + 4
        for row in rows {
            let wrapped = Self.wrapped(row.meaning, indent: column)
            let padding = String(repeating: " ", count: column - 2 - row.term.count)
            lines.append("  " + row.term + padding + (wrapped.first ?? "").dropFirst(column))
            lines += wrapped.dropFirst()
        }
    }

    /// The text's words; a number and its unit count as one, so that they stay on one line.
    private static func wordsWithUnits(_ text: String) -> [String] {
        let units = ["%", "°C", "V", "Hz", "W", "h", "K", "kΩ"]
        return text.split(separator: " ").reduce(into: []) { words, word in
            let bare = word.filter { !",.;:)".contains($0) }
            if let last = words.last, last.last?.isNumber == true, units.contains(bare) {
                words[words.count - 1] = last + " " + word
            } else {
                words.append(String(word))
            }
        }
    }

    /// The text's words in lines of at most ``width`` columns.
    package static func wrapped(_ text: String, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var result: [String] = []
        var current = margin
        for word in wordsWithUnits(text) {
            if current.count > indent, current.count + 1 + word.count > width {
                result.append(current)
                current = margin
            }
            current += current.count > indent ? " " + word : word
        }
        if current.count > indent { result.append(current) }
        return result
    }

    /// A command's own page, in the program of this name.
    package init(
        of command: CommandSpecification,
        in program: String = "hearth",
        for console: Console
    ) {
        self.init(for: console)
        heading("Name")
        paragraph("\(program) \(command.name) – \(command.summary)")
        heading("Synopsis")
        synopsis(of: command, in: program)
        heading("Description")
        for (index, text) in command.description.enumerated() {
            if index > 0 { blankLine() }
            paragraph(text)
        }
        if !command.arguments.isEmpty {
            heading("Arguments")
            for argument in command.arguments { entry(argument.name, argument.summary) }
        }
        heading("Options")
        for option in command.options {
            entry(option.name + (option.placeholder.map { " " + $0 } ?? ""), option.summary)
        }
        entry("--help, -h", "Show this page.")
        if !command.environment.isEmpty {
            heading("Environment")
            for place in command.environment { entry(place.path, place.meaning) }
        }
        if !command.files.isEmpty {
            heading("Files")
            for place in command.files { entry(place.path, place.meaning) }
        }
        heading("Exit status")
        statuses(
            ExitCode.allCases.filter { Self.always.contains($0) || command.statuses.contains($0) }
        )
        if !command.examples.isEmpty {
            heading("Examples")
            for example in command.examples { entry(example.line, example.meaning) }
        }
    }

    /// The page of all commands that begin with one word.
    package init(
        ofGroup commands: [CommandSpecification],
        in program: String,
        for console: Console
    ) {
        self.init(for: console)
        let first = commands.first?.words.first ?? ""
        heading("Name")
        paragraph("\(program) \(first) – \(commands.count) commands, each with a page of its own")
        heading("Commands")
        table(commands.map { ($0.name, $0.summary) })
        heading("More")
        paragraph(
            "\"\(program) help \(commands.first?.name ?? "COMMAND")\" shows the options of one of them."
        )
    }

    /// The overview: all commands, and what they have in common.
    package init(overviewOf commands: [CommandSpecification], for console: Console) {
        self.init(for: console)
        heading("Name")
        paragraph("hearth – a chamber heater's controller, and the commands that talk to it")
        heading("Synopsis")
        verbatim("hearth COMMAND [ARGUMENT …] [OPTION …]")
        verbatim("hearth help [COMMAND]")
        heading("Description")
        paragraph(
            "Hearth makes a Linux single-board computer the controller of a 3D printer's chamber "
                + "heater. \"hearth run\" is the controller itself, a daemon that reads the "
                + "probes, guards the heater and serves the web page; the other commands talk to a "
                + "running one, or need none."
        )
        heading("Commands")
        table(commands.map { ($0.name, $0.summary) } + [("help [COMMAND]", "explain a command")])
        heading("Exit status")
        statuses(ExitCode.allCases)
        heading("More")
        paragraph(
            "\"hearth help COMMAND\" shows a command's options, files and examples; "
                + "\"hearth help board-file\" and \"hearth help service-file\" explain what the two "
                + "files of a service may say."
        )
    }

    /// What every command can end with.
    private static let always: [ExitCode] = [.done, .usage]

    private mutating func statuses(_ statuses: [ExitCode]) {
        table(statuses.map { (String($0.rawValue), $0.meaning) })
    }

    /// The command with its arguments, and its options on as many lines as they need.
    private mutating func synopsis(of command: CommandSpecification, in program: String) {
        var words = ["\(program) \(command.name)"]
        words += command.arguments.map { argument in
            (argument.isRequired ? argument.name : "[\(argument.name)]")
                + (argument.isRepeated ? "…" : "")
        }
        words += command.options.map { option in
            let form = option.name + (option.placeholder.map { " " + $0 } ?? "")
            return option.isRequired ? form : "[\(form)]"
        }
        let hanging = String(repeating: " ", count: program.count + command.name.count + 2)
        var current = ""
        for word in words {
            if current.isEmpty {
                current = word
            } else if current.count + 3 + word.count > Self.width {
                verbatim(current)
                current = hanging + word
            } else {
                current += " " + word
            }
        }
        verbatim(current)
    }
}

/// A help page that belongs to no command.
package enum HelpTopic: String, CaseIterable, Sendable {
    case boardFile = "board-file"
    case serviceFile = "service-file"
}

extension HelpPage {
    /// A file's settings, from the schema that it is read by.
    package init(of topic: HelpTopic, for console: Console) {
        switch topic {
        case .boardFile:
            self.init(
                ofFile: "board file – the wiring, and the heater's limits",
                hint: "\"hearth board check FILE\" lists every mistake; boards/simulated.conf is a "
                    + "file to start from.",
                schemas: BoardFile.schemas,
                for: console
            )
        case .serviceFile:
            self.init(
                ofFile: "hearth.conf – how the service runs",
                hint: "\"hearth run\" and \"hearth doctor\" read it; options override it. It is at "
                    + "\(ServiceFile.standardPath), or where --service-file says. The board and "
                    + "the state directory are set elsewhere: \"systemctl edit hearth\".",
                schemas: ServiceFile.schemas,
                for: console
            )
        }
    }

    private init(
        ofFile name: String,
        hint: String,
        schemas: [SectionSchema],
        for console: Console
    ) {
        self.init(for: console)
        heading("Name")
        paragraph(name)
        heading("Form")
        verbatim("[section]")
        verbatim("key: value      # a comment")
        blankLine()
        paragraph(
            "One setting a line, \"key: value\" or \"key = value\"; comments begin with # or ;. "
                + "Units are part of the keys' names. Each section and key appears once. "
                + hint
        )
        for schema in schemas {
            heading("[\(schema.name)]\(schema.isRequired ? "" : " (optional)")")
            paragraph(schema.meaning)
            // The probes share their keys: once is enough.
            if let first = schemas.first(where: { $0.keys == schema.keys }),
                first.name != schema.name
            {
                paragraph("Its keys are those of [\(first.name)].")
                continue
            }
            for field in schema.fields {
                let standard =
                    field.standardText.map { "default \($0)" }
                    ?? (field.isRequired ? "needed" : "optional")
                entry("\(field.key) (\(standard))", "\(field.meaning) Give \(field.allowed).")
            }
        }
    }
}

extension SectionSchema {
    fileprivate var keys: [String] {
        fields.map(\.key)
    }
}
