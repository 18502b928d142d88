extension HelpPage {
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
        words += command.arguments.map { $0.isRequired ? $0.name : "[\($0.name)]" }
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
