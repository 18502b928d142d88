import CommandLine
import Testing

@Suite struct CommandLineParserTests {
    private static let speed = Parameter<Int>.option(
        "--speed",
        "N",
        allowed: "a whole number",
        summary: "How fast."
    ) { Int($0) }
    private static let level = Parameter<String>.option(
        "--level",
        "LEVEL",
        allowed: "info or debug",
        words: ["info", "debug"],
        summary: "How much."
    ) { ["info", "debug"].contains($0) ? $0 : nil }
    private static let json = Flag(name: "--json", summary: "As JSON.")
    private static let degrees = Parameter<Int>.argument(
        "DEGREES",
        allowed: "°C",
        summary: "How warm."
    ) { Int($0) }
    private static let note = Parameter<String>.argument(
        "NOTE",
        isRequired: false,
        allowed: "a word",
        summary: "Why."
    ) { $0 }

    private static func command(_ words: [String], takesArguments: Bool) -> CommandSpecification {
        CommandSpecification(
            words: words,
            summary: "do it",
            description: ["Does it."],
            arguments: takesArguments ? [degrees, note] : [],
            options: [speed, level, json],
            run: { (_: Arguments, _: Console) throws(CommandFailure) -> ExitCode in .done }
        )
    }

    private let parser = CommandLineParser(commands: [
        command(["set"], takesArguments: true),
        command(["status"], takesArguments: false),
        command(["board", "check"], takesArguments: true),
        command(["board", "list"], takesArguments: false),
    ])

    private func arguments(_ line: String) throws -> Arguments? {
        let words = line.split(separator: " ").map(String.init)
        guard case .run(_, let arguments) = try parser.parse(words) else { return nil }
        return arguments
    }

    private func failure(_ line: String) -> String? {
        do throws(CommandFailure) {
            _ = try parser.parse(line.split(separator: " ").map(String.init))
            return nil
        } catch {
            return error.status == .usage ? error.message : "status \(error.status)"
        }
    }

    @Test(arguments: [
        "set 55 --speed 3 --json", "set --speed=3 --json 55", "set --json --speed 3 -- 55",
    ])
    func optionsMayStandAnywhereAndInBothForms(line: String) throws {
        let arguments = try #require(try arguments(line))
        #expect(arguments.value(of: Self.degrees) == 55)
        #expect(arguments.value(of: Self.speed) == 3)
        #expect(arguments.has(Self.json))
        #expect(arguments.value(of: Self.level) == nil)
        #expect(arguments.value(of: Self.note) == nil)
    }

    @Test func aNegativeNumberIsAnArgument() throws {
        #expect(try arguments("set -5")?.value(of: Self.degrees) == -5)
    }

    @Test func afterTwoDashesEverythingIsAnArgument() throws {
        #expect(try arguments("set 5 -- --json")?.value(of: Self.note) == "--json")
    }

    @Test func aCommandMayHaveTwoWords() throws {
        guard case .run(let command, let arguments) = try parser.parse(["board", "check", "1"])
        else {
            Issue.record("not a command")
            return
        }
        #expect(command.name == "board check")
        #expect(arguments.value(of: Self.degrees) == 1)
    }

    @Test(arguments: [
        (
            "stats",
            "hearth: unknown command \"stats\" (did you mean \"status\"?); see \"hearth help\""
        ),
        ("xyzzy", "hearth: unknown command \"xyzzy\"; see \"hearth help\""),
        ("--json", "hearth: the command comes first, then its options; see \"hearth help\""),
        ("board", "hearth board: this needs a second word: check, list; see \"hearth help\""),
        (
            "board chek",
            "hearth board: unknown word \"chek\"; give check, list (did you mean \"check\"?); see \"hearth help\""
        ),
        ("set", "hearth set: DEGREES is missing; see \"hearth help set\""),
        ("set 1 b c", "hearth set: \"c\" is one argument too many; see \"hearth help set\""),
        (
            "set warm",
            "hearth set: DEGREES: \"warm\" is not possible; give °C; see \"hearth help set\""
        ),
        (
            "set 1 --sped 2",
            "hearth set: unknown option \"--sped\" (did you mean \"--speed\"?); see \"hearth help set\""
        ),
        ("set 1 --speed", "hearth set: --speed needs a value: --speed N; see \"hearth help set\""),
        (
            "set 1 --speed=",
            "hearth set: --speed: \"\" is not possible; give a whole number; see \"hearth help set\""
        ),
        (
            "set 1 --json=yes",
            "hearth set: --json takes no value, but was given \"yes\"; see \"hearth help set\""
        ),
        ("set 1 --json --json", "hearth set: --json is given twice; see \"hearth help set\""),
        (
            "set 1 --level=infos",
            "hearth set: --level: \"infos\" is not possible; give info or debug (did you mean \"info\"?); see \"hearth help set\""
        ),
        (
            "help sett",
            "hearth: unknown command \"sett\" (did you mean \"set\"?); see \"hearth help\""
        ),
    ])
    func whatCannotBeUnderstoodIsAnsweredWithWhatCan(line: String, message: String) {
        #expect(failure(line) == message)
    }

    @Test(arguments: ["", "help", "--help", "-h", "help --help"])
    func helpWithoutACommandIsTheOverview(line: String) throws {
        let words = line.split(separator: " ").map(String.init)
        guard case .help(let command) = try parser.parse(words) else {
            Issue.record("no help")
            return
        }
        #expect(command == nil)
    }

    @Test(arguments: [
        "help set", "set --help", "set -h", "set 5 --speed 3 --help", "set --help nonsense",
    ])
    func helpWithACommandIsItsPage(line: String) throws {
        let words = line.split(separator: " ").map(String.init)
        guard case .help(let command) = try parser.parse(words) else {
            Issue.record("no help")
            return
        }
        #expect(command?.name == "set")
    }
}
