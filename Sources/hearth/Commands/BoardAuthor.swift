import Boards
import Chamber
import CommandLine
import Doctor
import Schema
import Settings
import System

/// Makes a board file: from a template, what a machine shows, a printer's configuration, and answers.
struct BoardAuthor {
    private let setup: Setup
    private let console: Console
    private let arguments: Arguments

    init(_ setup: Setup, _ console: Console, _ arguments: Arguments) {
        self.setup = setup
        self.console = console
        self.arguments = arguments
    }

    /// The file and what it describes. Throws where an answer is missing or not possible.
    ///
    /// - Parameters:
    ///   - answers: `nil`: a person is asked, where `isAsking`.
    ///   - name: the file's name, for messages.
    func file(
        _ found: FoundHardware,
        _ answers: AnswersFile?,
        isAsking: Bool,
        name: String
    ) throws(CommandFailure) -> (text: String, board: BoardDescription) {
        let template = try template(answers, found)
        var draft = BoardDraft(template.text)
        setup.fit(&draft, template, found)
        let isAttended = answers == nil && isAsking
        if let path = arguments.value(of: .from) {
            try takeOver(path, &draft, isAttended: isAttended)
        }
        let mains = arguments.value(of: .mains)
        if let answers {
            answers.fill(&draft)
        } else if isAsking, template.board.kind == .linux {
            try SetupQuestions(console).ask(&draft, mainsHertz: mains)
        }
        if let mains { draft.set("mains_hz", in: "board", to: String(mains)) }
        do throws(Mistakes) {
            let board: BoardDescription
            if let answers {
                board = try answers.check(draft)
            } else {
                board = try BoardFile.board(Array(draft.text.utf8), name: name)
            }
            return (setup.finished(draft, board, from: template), board)
        } catch {
            throw error.commandFailure
        }
    }

    private func template(
        _ answers: AnswersFile?,
        _ found: FoundHardware
    ) throws(CommandFailure) -> BoardTemplate {
        guard let answers else {
            return try setup.choose(arguments.value(of: .template), proposed: found.board)
        }
        let names = try Setup.names()
        guard names.contains(answers.board) || answers.board.contains("/") else {
            throw CommandFailure(.misconfigured, answers.unknownBoard(names).description)
        }
        return try setup.choose(answers.board)
    }

    /// Takes over what a printer's configuration says of the chamber's heater.
    private func takeOver(
        _ path: String,
        _ draft: inout BoardDraft,
        isAttended: Bool
    ) throws(CommandFailure) {
        let file: KlipperFile
        do throws(SystemError) {
            file = try KlipperFile(path)
        } catch {
            throw error.commandFailure
        }
        let names = KlipperHeater.heaters(in: file)
        guard !names.isEmpty else {
            let text = "\(path): \(KlipperHeater.missing(in: file))"
            guard isAttended else {
                throw CommandFailure(
                    .misconfigured,
                    text + "; leave --from out, or name another file"
                )
            }
            console.line(text + ", so nothing is taken over.")
            return
        }
        let name = try heater(names, path, isAttended: isAttended)
        let heater = KlipperHeater(name, in: file)
        console.line("From \(path), [heater_generic \(name)]:")
        for note in heater.notes { console.line("  " + note) }
        for change in heater.changes where draft.has(change.section) {
            draft.set(change.key, in: change.section, to: change.value)
        }
        console.line()
    }

    /// Which of several.
    private func heater(
        _ names: [String],
        _ path: String,
        isAttended: Bool
    ) throws(CommandFailure) -> String {
        if let wished = arguments.value(of: .heater) {
            guard names.contains(wished) else {
                throw CommandFailure(
                    .misconfigured,
                    "\(path): there is no [heater_generic \(wished)]"
                        + wished.suggestion(among: names)
                        + "; it has \(names.joined(separator: ", "))"
                )
            }
            return wished
        }
        let chambers = names.filter { $0.lowercased().contains("chamber") }
        if names.count == 1 || chambers.count == 1 { return chambers.first ?? names[0] }
        guard isAttended else {
            throw CommandFailure(
                .refused,
                "\(path): \(names.count) heaters may be the chamber's: \(names.joined(separator: ", ")); say "
                    + "which with --heater NAME"
            )
        }
        console.line("\(path) has several heaters: \(names.joined(separator: ", "))")
        while true {
            let answer = try SetupQuestions(console).line("Which one heats the chamber? ")
            if names.contains(answer) { return answer }
            console.line("Type one of these names.")
        }
    }
}

extension AnswersFile {
    /// The answers in a file; mistakes end the command, all of them listed.
    static func load(_ path: String) throws(CommandFailure) -> AnswersFile {
        let bytes = try ConfigurationFile.bytes(of: path)
        do throws(Mistakes) {
            return try AnswersFile(bytes, name: path)
        } catch {
            throw error.commandFailure
        }
    }
}
