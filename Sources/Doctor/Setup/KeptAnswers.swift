package import CommandLine
import Daemon
import Schema
package import Settings
import System

/// The answers about the board that somebody gave on the page, in the service's state directory. They are
/// proposals and no more: anyone who reaches the page could have given them.
package struct KeptAnswers {
    private let path: String

    /// Of the service with this state directory.
    package init(_ statePath: String) {
        path = BoardAnswers.path(in: statePath)
    }

    /// Shows the answers, and gives them where the person takes them over; `nil`: there are none, or other
    /// ones are wanted.
    package func accepted(_ console: Console) throws(CommandFailure) -> AnswersFile? {
        guard let answers = try kept() else { return nil }
        console.line("On the page this board was described:")
        for line in answers.lines { console.line("  " + line) }
        guard try SetupQuestions(console).agrees("Go on with these answers?", true) else {
            return nil
        }
        return answers
    }

    /// Deletes the answers, once a board file is there.
    package func forget() {
        do throws(SystemError) {
            _ = try File.remove(path)
        } catch {
            // The board file counts; these answers are not asked for again while it is there.
            return
        }
    }

    private func kept() throws(CommandFailure) -> AnswersFile? {
        let names = try Setup.names()
        do throws(SystemError) {
            guard
                let bytes = try File.readIfPresent(
                    path,
                    most: BoardAnswers.largestFile,
                    for: .readingNoLink
                )
            else { return nil }
            return Self.proposal(bytes, names)
        } catch {
            return nil
        }
    }

    /// `nil` for anything that the service would not have written.
    private static func proposal(_ bytes: [UInt8], _ names: [String]) -> AnswersFile? {
        do throws(Mistakes) {
            let answers = try AnswersFile(bytes, name: "the page's answers")
            return answers.isProposal(for: names) ? answers : nil
        } catch {
            return nil
        }
    }
}
