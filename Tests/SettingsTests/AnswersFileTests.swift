import Schema
import Settings
import Surroundings
import TestSupport
import Testing

/// Answers to the set-up: what is taken, and each mistake with its file, its line and what to write.
@Suite struct AnswersFileTests {
    private func mistakes(_ text: String) -> String {
        do throws(Mistakes) {
            _ = try AnswersFile(Array(text.utf8), name: "answers.conf")
            return ""
        } catch {
            return error.description
        }
    }

    private func filled(_ text: String) throws -> (draft: BoardDraft, mistakes: String) {
        let answers = try AnswersFile(Array(text.utf8), name: "answers.conf")
        let template = try BoardText.shipped("boards/raspberry-pi.conf")
        var draft = BoardDraft(String(decoding: template, as: UTF8.self))
        answers.fill(&draft)
        do throws(Mistakes) {
            _ = try answers.check(draft)
            return (draft, "")
        } catch {
            return (draft, error.description)
        }
    }

    @Test func theBoardIsAllThatIsNeeded() throws {
        let answers = try AnswersFile(Array("[setup]\nboard: raspberry-pi\n".utf8), name: "a")
        #expect(answers.board == "raspberry-pi")
        #expect(answers.addsBootLines)
        #expect(answers.startsService)
    }

    @Test func whatModeAutoGoesByIsTaken() throws {
        let answers = try AnswersFile(Array("[setup]\nboard: x\nauto: print\n".utf8), name: "a")
        #expect(answers.auto == .print)
        let none = try AnswersFile(Array("[setup]\nboard: x\n".utf8), name: "a")
        #expect(none.auto == nil)
        // Whoever reaches the page proposes a board, and nothing that heats by itself.
        #expect(!answers.isProposal(for: ["x"]) && none.isProposal(for: ["x"]))
        #expect(
            mistakes("[setup]\nboard: x\nauto: printer\n")
                == "answers.conf:3: [setup] auto: \"printer\" is unknown; did you mean \"print\"?"
        )
    }

    @Test func whatDiffersFromTheBoardIsTaken() throws {
        let (draft, mistakes) = try filled(
            """
            [setup]
            board: raspberry-pi
            element_probe: no
            [board]
            name: Left heater
            [second_relay]
            line: 22
            """
        )
        #expect(mistakes == "")
        #expect(draft.value(of: "name", in: "board") == "Left heater")
        #expect(draft.value(of: "line", in: "second_relay") == "22")
        #expect(!draft.has("probe element"))
    }

    private static let wrong: [(text: String, message: String)] = [
        (
            "[board]\nname: x\n",
            "answers.conf: [setup]: this section is missing; add it, with board"
        ),
        (
            "[setup]\nbaord: raspberry-pi\n",
            "answers.conf:1: [setup] board: this key is missing; give a board's name, as in raspberry-pi, "
                + "or a file's path\n"
                + "answers.conf:2: [setup] baord: this key is unknown; did you mean \"board\"?"
        ),
        (
            "[setup]\nboard: x\nstart: maybe\n[heatr]\nline: 3\n",
            "answers.conf:3: [setup] start: \"maybe\" is unknown; give yes or no\n"
                + "answers.conf:4: [heatr]: this section is unknown; did you mean [heater]?"
        ),
    ]

    @Test(arguments: wrong)
    func aMistakeIsToldWithItsLine(text: String, message: String) {
        #expect(mistakes(text) == message)
    }

    @Test func aValueThatNoBoardTakesIsToldWhereTheAnswersHaveIt() throws {
        let (_, mistakes) = try filled(
            "[setup]\nboard: raspberry-pi\n[heater]\npower_w: 9000\n[second_relay]\nline: 17\n"
        )
        #expect(
            mistakes
                == "answers.conf:4: [heater] power_w: \"9000\" is too high; give watts between 10 and 3000\n"
                + "answers.conf:6: [second_relay] line: line 17 is taken by [heater]; give each its own"
        )
    }

    @Test func aBoardThatIsNotThereIsToldWithTheNamesThatAre() throws {
        let answers = try AnswersFile(
            Array("[setup]\nboard: raspbery-pi\n".utf8),
            name: "answers.conf"
        )
        #expect(
            answers.unknownBoard(["aquarium", "raspberry-pi"]).description
                == "answers.conf:2: [setup] board: there is no board \"raspbery-pi\"; "
                + "did you mean \"raspberry-pi\"?"
        )
    }
}
