/// A script by which a shell completes the commands of a program, their options and their words.
package struct CompletionScript {
    /// The shells that it is made for.
    package enum Shell: String, CaseIterable, Sendable {
        case bash
        case zsh
        case fish
    }

    private let commands: [CommandSpecification]

    /// A script for these commands of `hearth`.
    package init(for commands: [CommandSpecification]) {
        self.commands = commands
    }

    /// The script, for this shell to read.
    package func text(for shell: Shell) -> String {
        let lines =
            switch shell {
            case .bash: bash
            case .zsh: zsh
            case .fish: fish
            }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: What there is

    /// The first words, each once, with what they are for.
    private var firstWords: [(word: String, summary: String)] {
        var seen: Set<String> = []
        let words = commands.compactMap { command -> (String, String)? in
            guard let word = command.words.first, seen.insert(word).inserted else { return nil }
            let isGroup = command.words.count > 1
            return (
                word,
                isGroup ? second(of: word).map(\.word).joined(separator: ", ") : command.summary
            )
        }
        return words + [("help", "explain a command")]
    }

    /// The second words behind a first one; empty where there are none.
    private func second(of first: String) -> [(word: String, summary: String)] {
        commands.filter { $0.words.count > 1 && $0.words.first == first }.compactMap { command in
            command.words.last.map { ($0, command.summary) }
        }
    }

    private var groups: [String] { firstWords.map(\.word).filter { !second(of: $0).isEmpty } }

    /// Every option that takes a value, each once.
    private var valued: [any AnyParameter] {
        var seen: Set<String> = []
        return commands.flatMap(\.options).filter {
            $0.placeholder != nil && seen.insert($0.name).inserted
        }
    }

    /// Options whose value is a path.
    private var paths: [String] {
        valued.filter { ["FILE", "DIR"].contains($0.placeholder) }.map(\.name)
    }

    private func options(of command: CommandSpecification) -> [(word: String, summary: String)] {
        command.options.map { ($0.name, Self.sentence($0.summary)) } + [
            ("--help", "Show this page.")
        ]
    }

    private func words(of command: CommandSpecification) -> [String] {
        command.arguments.flatMap(\.words) + options(of: command).map(\.word)
    }

    /// The first sentence.
    private static func sentence(_ text: String) -> String {
        guard let end = text.firstRange(of: ". ") else { return text }
        return String(text[..<end.lowerBound]) + "."
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }

    // MARK: bash

    private var bash: [String] {
        let others = valued.filter { $0.words.isEmpty && !paths.contains($0.name) }.map(\.name)
        var lines = [
            "# Completes hearth in bash.",
            "_hearth() {",
            "    local now=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words=",
            "    local first=${COMP_WORDS[1]} both=\"${COMP_WORDS[1]} ${COMP_WORDS[2]}\"",
            "    case \"$before\" in",
            "        \(Self.either(paths))) COMPREPLY=($(compgen -f -- \"$now\")); return ;;",
        ]
        for option in valued where !option.words.isEmpty {
            let words = option.words.joined(separator: " ")
            lines.append(
                "        \(option.name)) COMPREPLY=($(compgen -W \"\(words)\" -- \"$now\")); return ;;"
            )
        }
        lines += [
            "        \(Self.either(others))) return ;;",
            "    esac",
            "    if [ \"$COMP_CWORD\" -eq 1 ]; then",
            "        words=\"\(Self.listed(firstWords))\"",
            "    else",
            "        case \"$both\" in",
        ]
        for command in longCommands {
            let all = words(of: command).joined(separator: " ")
            lines.append("            \"\(command.name)\") words=\"\(all)\" ;;")
        }
        lines.append("            *) case \"$first\" in")
        lines.append("                help) words=\"\(Self.listed(firstWords.dropLast()))\" ;;")
        for entry in firstWords.dropLast() {
            var all = second(of: entry.word).map(\.word)
            if let alone = shortCommand(entry.word) { all += words(of: alone) }
            lines.append(
                "                \(entry.word)) words=\"\(all.joined(separator: " "))\" ;;"
            )
        }
        lines += [
            "            esac ;;",
            "        esac",
            "    fi",
            "    COMPREPLY=($(compgen -W \"$words\" -- \"$now\"))",
            "}",
            "complete -F _hearth hearth",
        ]
        return lines
    }

    private var longCommands: [CommandSpecification] { commands.filter { $0.words.count > 1 } }

    private func shortCommand(_ word: String) -> CommandSpecification? {
        commands.first { $0.words == [word] }
    }

    private static func either(_ names: [String]) -> String { names.joined(separator: " | ") }

    private static func listed(_ entries: some Sequence<(word: String, summary: String)>) -> String
    {
        entries.map { $0.word }.joined(separator: " ")
    }

    // MARK: zsh

    private var zsh: [String] {
        var lines = [
            "#compdef hearth",
            "# Completes hearth in zsh.",
            "_hearth() {",
            "    local -a entries",
            "    case \"$words[CURRENT-1]\" in",
            "        \(paths.joined(separator: "|"))) _files; return ;;",
        ]
        for option in valued where !option.words.isEmpty {
            let described = Self.described(option.words.map { ($0, "") }, "value")
            lines.append("        \(option.name)) \(described); return ;;")
        }
        lines += [
            "    esac",
            "    if (( CURRENT == 2 )); then",
            "        \(Self.described(firstWords, "command"))",
            "        return",
            "    fi",
            "    case \"$words[2] $words[3]\" in",
        ]
        for command in longCommands {
            let described = Self.described(all(of: command), "argument")
            lines.append("        \(Self.quoted(command.name))) \(described); return ;;")
        }
        lines += [
            "    esac",
            "    case \"$words[2]\" in",
            "        help) \(Self.described(Array(firstWords.dropLast()), "command")) ;;",
        ]
        for entry in firstWords.dropLast() {
            var entries = second(of: entry.word)
            if let alone = shortCommand(entry.word) { entries += all(of: alone) }
            lines.append("        \(entry.word)) \(Self.described(entries, "argument")) ;;")
        }
        lines += [
            "    esac",
            "}",
            "if [ \"$funcstack[1]\" = _hearth ]; then _hearth \"$@\"; else compdef _hearth hearth; fi",
        ]
        return lines
    }

    private func all(of command: CommandSpecification) -> [(word: String, summary: String)] {
        command.arguments.flatMap(\.words).map { (word: $0, summary: "") } + options(of: command)
    }

    private static func described(_ entries: [(word: String, summary: String)], _ kind: String)
        -> String
    {
        let list = entries.map { entry in
            quoted(entry.word.replacing(":", with: "\\:") + ":" + entry.summary)
        }
        return "entries=(\(list.joined(separator: " "))); _describe \(kind) entries"
    }

    // MARK: fish

    private var fish: [String] {
        var lines = ["# Completes hearth in fish.", "complete -c hearth -f"]
        for entry in firstWords {
            lines.append(Self.fishLine("__fish_use_subcommand", "-a \(entry.word)", entry.summary))
        }
        for group in groups {
            let words = second(of: group)
            let known = words.map(\.word).joined(separator: " ")
            let place = Self.seen([group]) + "; and not __fish_seen_subcommand_from " + known
            for entry in words {
                lines.append(Self.fishLine(place, "-a \(entry.word)", entry.summary))
            }
        }
        for command in commands {
            let place = Self.seen(command.words)
            for word in command.arguments.flatMap(\.words) {
                lines.append(Self.fishLine(place, "-a \(word)", ""))
            }
            for option in command.options {
                lines.append(
                    Self.fishLine(place, fishOption(option), Self.sentence(option.summary))
                )
            }
        }
        return lines
    }

    private func fishOption(_ option: any AnyParameter) -> String {
        var text = "-l \(option.name.dropFirst(2))"
        if paths.contains(option.name) {
            text += " -r -F"
        } else if option.placeholder != nil {
            text += " -x"
        }
        if !option.words.isEmpty {
            text += " -a " + Self.quoted(option.words.joined(separator: " "))
        }
        return text
    }

    private static func seen(_ words: [String]) -> String {
        words.map { "__fish_seen_subcommand_from \($0)" }.joined(separator: "; and ")
    }

    private static func fishLine(_ place: String, _ rest: String, _ summary: String) -> String {
        let described = summary.isEmpty ? "" : " -d \(quoted(summary))"
        return "complete -c hearth -n \(quoted(place)) \(rest)\(described)"
    }
}
