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
        let values = valued.filter { !$0.words.isEmpty }.map { option in
            "        \(option.name)) COMPREPLY=($(compgen -W \"\(option.words.joined(separator: " "))\" "
                + "-- \"$now\")); return ;;"
        }
        let others = valued.map(\.name).filter { name in
            !paths.contains(name) && valued.first { $0.name == name }?.words.isEmpty == true
        }
        return [
            "# Completes hearth in bash.",
            "_hearth() {",
            "    local now=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words=",
            "    local first=${COMP_WORDS[1]} both=\"${COMP_WORDS[1]} ${COMP_WORDS[2]}\"",
            "    case \"$before\" in",
            "        \(paths.joined(separator: " | "))) COMPREPLY=($(compgen -f -- \"$now\")); return ;;",
        ] + values + [
            "        \(others.joined(separator: " | "))) return ;;",
            "    esac",
            "    if [ \"$COMP_CWORD\" -eq 1 ]; then",
            "        words=\"\(firstWords.map(\.word).joined(separator: " "))\"",
            "    else",
            "        case \"$both\" in",
        ]
            + commands.filter { $0.words.count > 1 }.map { command in
                "            \"\(command.name)\") words=\"\(words(of: command).joined(separator: " "))\" ;;"
            } + [
                "            *) case \"$first\" in",
                "                help) words=\"\(firstWords.map(\.word).dropLast().joined(separator: " "))\" ;;",
            ]
            + firstWords.dropLast().map { entry in
                let alone = commands.first { $0.words == [entry.word] }.map { words(of: $0) } ?? []
                let all = second(of: entry.word).map(\.word) + alone
                return "                \(entry.word)) words=\"\(all.joined(separator: " "))\" ;;"
            } + [
                "            esac ;;",
                "        esac",
                "    fi",
                "    COMPREPLY=($(compgen -W \"$words\" -- \"$now\"))",
                "}",
                "complete -F _hearth hearth",
            ]
    }

    // MARK: zsh

    private var zsh: [String] {
        func described(_ entries: [(word: String, summary: String)], _ kind: String) -> String {
            let list = entries.map { entry in
                Self.quoted(entry.word.replacing(":", with: "\\:") + ":" + entry.summary)
            }.joined(separator: " ")
            return "entries=(\(list)); _describe \(kind) entries"
        }
        func all(_ command: CommandSpecification) -> [(word: String, summary: String)] {
            command.arguments.flatMap(\.words).map { ($0, "") } + options(of: command)
        }
        return [
            "#compdef hearth",
            "# Completes hearth in zsh.",
            "_hearth() {",
            "    local -a entries",
            "    case \"$words[CURRENT-1]\" in",
            "        \(paths.joined(separator: "|"))) _files; return ;;",
        ]
            + valued.filter { !$0.words.isEmpty }.map { option in
                "        \(option.name)) \(described(option.words.map { ($0, "") }, "value")); return ;;"
            } + [
                "    esac",
                "    if (( CURRENT == 2 )); then",
                "        \(described(firstWords, "command"))",
                "        return",
                "    fi",
                "    case \"$words[2] $words[3]\" in",
            ]
            + commands.filter { $0.words.count > 1 }.map { command in
                "        \(Self.quoted(command.name))) \(described(all(command), "argument")); return ;;"
            } + [
                "    esac",
                "    case \"$words[2]\" in",
                "        help) \(described(Array(firstWords.dropLast()), "command")) ;;",
            ]
            + firstWords.dropLast().map { entry in
                let alone = commands.first { $0.words == [entry.word] }.map(all) ?? []
                return
                    "        \(entry.word)) \(described(second(of: entry.word) + alone, "argument")) ;;"
            } + [
                "    esac",
                "}",
                "if [ \"$funcstack[1]\" = _hearth ]; then _hearth \"$@\"; else compdef _hearth hearth; fi",
            ]
    }

    // MARK: fish

    private var fish: [String] {
        func seen(_ words: [String]) -> String {
            words.map { "__fish_seen_subcommand_from \($0)" }.joined(separator: "; and ")
        }
        func line(_ condition: String, _ rest: String, _ summary: String) -> String {
            "complete -c hearth -n \(Self.quoted(condition)) \(rest)"
                + (summary.isEmpty ? "" : " -d \(Self.quoted(summary))")
        }
        let top = firstWords.map { line("__fish_use_subcommand", "-a \($0.word)", $0.summary) }
        let below = groups.flatMap { group in
            let words = second(of: group)
            let unseen =
                "not __fish_seen_subcommand_from " + words.map(\.word).joined(separator: " ")
            return words.map {
                line(seen([group]) + "; and " + unseen, "-a \($0.word)", $0.summary)
            }
        }
        let behind = commands.flatMap { command in
            command.arguments.flatMap(\.words).map { line(seen(command.words), "-a \($0)", "") }
                + command.options.map { option in
                    var rest = "-l \(option.name.dropFirst(2))"
                    if paths.contains(option.name) {
                        rest += " -r -F"
                    } else if option.placeholder != nil {
                        rest += " -x"
                    }
                    if !option.words.isEmpty {
                        rest += " -a " + Self.quoted(option.words.joined(separator: " "))
                    }
                    return line(seen(command.words), rest, Self.sentence(option.summary))
                }
        }
        return ["# Completes hearth in fish.", "complete -c hearth -f"] + top + below + behind
    }
}
