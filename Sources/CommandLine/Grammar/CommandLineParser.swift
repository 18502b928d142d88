import Chamber

/// Makes an ``Invocation`` of the typed words.
///
/// Options may stand anywhere after the command, as `--name value` or `--name=value`; `--` ends
/// them. A word that begins with a dash and a digit is a number, not an option.
package struct CommandLineParser {
    /// What is to be done.
    package enum Invocation {
        case run(CommandSpecification, Arguments)
        /// A command's page, or with `nil` the overview.
        case help(CommandSpecification?)
        /// The page about a file.
        case fileHelp(HelpTopic)
        /// The page about all commands that begin with one word.
        case groupHelp([CommandSpecification])
    }

    /// The program's name, for messages.
    package let program: String
    /// Every command that can be typed.
    package let commands: [CommandSpecification]

    package init(program: String = "hearth", commands: [CommandSpecification]) {
        self.program = program
        self.commands = commands
    }

    /// Reads the words after the program's name.
    package func parse(_ words: [String]) throws(CommandFailure) -> Invocation {
        var rest = words[...]
        guard let first = rest.first else { return .help(nil) }
        if first == "--help" || first == "-h" { return .help(nil) }
        if first == "--version" { rest = ["version"] + rest.dropFirst() }
        if first == "help", let topic = rest.dropFirst().first.flatMap(HelpTopic.init) {
            return .fileHelp(topic)
        }
        if first == "help" {
            let group = group(of: rest.dropFirst())
            return group.isEmpty ? .help(try topic(rest.dropFirst())) : .groupHelp(group)
        }
        if rest.count == 2, let last = rest.last, last == "--help" || last == "-h" {
            let group = group(of: rest.dropLast())
            if !group.isEmpty { return .groupHelp(group) }
        }
        guard let command = command(at: rest) else { throw unknownCommand(rest) }
        return try parse(rest.dropFirst(command.words.count), of: command)
    }

    private func parse(
        _ words: ArraySlice<String>,
        of command: CommandSpecification
    ) throws(CommandFailure) -> Invocation {
        var words = words
        var texts: [String: String] = [:]
        var flags: Set<String> = []
        var repeated: [String] = []
        var places = command.arguments[...]
        var areOptionsOver = false
        while let word = words.popFirst() {
            if !areOptionsOver, word == "--" {
                areOptionsOver = true
                continue
            }
            guard !areOptionsOver, word.isOption else {
                guard let place = places.popFirst() else {
                    throw usage(command, "\"\(word)\" is one argument too many")
                }
                try check(word, of: place, command)
                if place.isRepeated {
                    repeated.append(word)
                    places = [place]
                }
                texts[place.name] = word
                continue
            }
            if word == "--help" || word == "-h" { return .help(command) }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts[0])
            guard let option = command.options.first(where: { $0.name == name }) else {
                throw unknownOption(name, command)
            }
            guard texts[name] == nil, !flags.contains(name) else {
                throw usage(command, "\(name) is given twice")
            }
            let glued = parts.count > 1 ? String(parts[1]) : nil
            guard let placeholder = option.placeholder else {
                if let glued { try check(glued, of: option, command) }
                flags.insert(name)
                continue
            }
            guard let value = glued ?? words.popFirst() else {
                throw usage(command, "\(name) needs a value: \(name) \(placeholder)")
            }
            try check(value, of: option, command)
            texts[name] = value
        }
        if let missing = places.first(where: { $0.isRequired && texts[$0.name] == nil }) {
            throw usage(command, "\(missing.name) is missing")
        }
        if let missing = command.options.first(where: { $0.isRequired && texts[$0.name] == nil }) {
            throw usage(command, "\(missing.name) \(missing.placeholder ?? "") is missing")
        }
        return .run(command, Arguments(texts: texts, flags: flags, repeated: repeated))
    }

    private func check(
        _ text: String,
        of parameter: any AnyParameter,
        _ command: CommandSpecification
    ) throws(CommandFailure) {
        if let complaint = parameter.complaint(about: text) { throw usage(command, complaint) }
    }

    /// The command that `hearth help …` asks about; `nil` for the overview.
    private func topic(
        _ words: ArraySlice<String>
    ) throws(CommandFailure) -> CommandSpecification? {
        guard let first = words.first, first != "--help", first != "-h" else { return nil }
        guard let command = command(at: words) else {
            throw unknownCommand(words, among: HelpTopic.allCases.map(\.rawValue))
        }
        return command
    }

    /// The commands that begin with this one word, where none is that word alone.
    private func group(of words: ArraySlice<String>) -> [CommandSpecification] {
        guard words.count == 1, command(at: words) == nil else { return [] }
        return commands.filter { $0.words.first == words.first }
    }

    /// The command with the most words that `words` begin with.
    private func command(at words: ArraySlice<String>) -> CommandSpecification? {
        commands.filter { words.starts(with: $0.words) }.max { $0.words.count < $1.words.count }
    }

    private func unknownCommand(
        _ words: ArraySlice<String>,
        among others: [String] = ["help"]
    ) -> CommandFailure {
        let first = words.first ?? ""
        let group = commands.filter { $0.words.count > 1 && $0.words.first == first }
        if !group.isEmpty {
            let known = group.compactMap(\.words.last)
            let list = known.joined(separator: ", ")
            guard let second = words.dropFirst().first(where: { !$0.isOption }) else {
                return CommandFailure(
                    .usage,
                    "\(program) \(first): this needs a second word: \(list); see \"\(program) help\""
                )
            }
            return CommandFailure(
                .usage,
                "\(program) \(first): unknown word \"\(second)\"; give \(list)"
                    + second.suggestion(among: known)
                    + "; see \"\(program) help\""
            )
        }
        if first.isOption {
            return CommandFailure(
                .usage,
                "\(program): the command comes first, then its options; see \"\(program) help\""
            )
        }
        return CommandFailure(
            .usage,
            "\(program): unknown command \"\(first)\""
                + first.suggestion(among: commands.compactMap(\.words.first) + others)
                + "; see \"\(program) help\""
        )
    }

    private func unknownOption(_ name: String, _ command: CommandSpecification) -> CommandFailure {
        let known = command.options.map(\.name) + ["--help"]
        return usage(command, "unknown option \"\(name)\"" + name.suggestion(among: known))
    }

    private func usage(_ command: CommandSpecification, _ what: String) -> CommandFailure {
        CommandFailure(
            .usage,
            "\(program) \(command.name): \(what); see \"\(program) help \(command.name)\""
        )
    }
}

extension String {
    /// Whether it is written like an option: a dash, and no number after it.
    fileprivate var isOption: Bool {
        guard count > 1, hasPrefix("-"), let second = dropFirst().first else { return false }
        return !("0"..."9").contains(second) && second != "."
    }

    /// ` (did you mean "status"?)`, or nothing where no candidate is near.
    package func suggestion(among candidates: [String]) -> String {
        nearest(among: candidates).map { " (did you mean \"\($0)\"?)" } ?? ""
    }
}

/// What was typed after a command; every value was checked.
package struct Arguments: Equatable, Sendable {
    private let texts: [String: String]
    private let flags: Set<String>
    /// The texts of the argument that may be given several times, in their order.
    package let repeated: [String]

    package init(
        texts: [String: String] = [:],
        flags: Set<String> = [],
        repeated: [String] = []
    ) {
        self.texts = texts
        self.flags = flags
        self.repeated = repeated
    }

    /// The value of an option or argument; `nil` where it was not given.
    package func value<Value>(of parameter: Parameter<Value>) -> Value? {
        texts[parameter.name].flatMap(parameter.read)
    }

    /// The value of a required argument.
    package func required<Value>(_ parameter: Parameter<Value>) throws(CommandFailure) -> Value {
        guard let value = value(of: parameter) else {
            throw CommandFailure(.usage, "\(parameter.name) is missing: give \(parameter.allowed)")
        }
        return value
    }

    /// These, and `others` where these have no value.
    package func filling(_ others: [String: String]) -> Arguments {
        Arguments(
            texts: texts.merging(others) { given, _ in given },
            flags: flags,
            repeated: repeated
        )
    }

    /// Whether the flag was given.
    package func has(_ flag: Flag) -> Bool {
        flags.contains(flag.name)
    }
}
