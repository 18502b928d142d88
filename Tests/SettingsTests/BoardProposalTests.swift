import Schema
import Settings
import Testing

/// Answers that came over the network hold a few keys of a board that comes with the program.
@Suite struct BoardProposalTests {
    private static let boards = ["raspberry-pi", "raspberry-pi-5"]

    private func isProposal(_ text: String) throws -> Bool {
        let answers = try AnswersFile(Array(text.utf8), name: "answers")
        return answers.isProposal(for: Self.boards)
    }

    @Test func whatThePageAsksIsOne() throws {
        let text = """
            [setup]
            board: raspberry-pi
            element_probe: yes
            [probe chamber]
            thermistor: generic-3950
            [heater]
            power_w: 250
            active_low: yes
            idle: pulled_up
            [second_relay]
            line: 22
            """
        let holds = try isProposal(text)
        #expect(holds)
    }

    @Test(arguments: [
        "[setup]\nboard: /etc/passwd\n",
        "[setup]\nboard: another\n",
        "[setup]\nboard: raspberry-pi\nstart: no\n",
        "[setup]\nboard: raspberry-pi\n[limits]\nhighest_target_c: 60\n",
        "[setup]\nboard: raspberry-pi\n[gpio]\nchip: gpiochip9\n",
        "[setup]\nboard: raspberry-pi\n[heater]\nmin_on_s: 1\n",
    ])
    func whatGoesBeyondIsNone(text: String) throws {
        let holds = try isProposal(text)
        #expect(!holds)
    }

    @Test(arguments: ["", "a\nb", "a # b", "a; b", "\u{1b}[2J", String(repeating: "x", count: 65)])
    func whatCannotStandInAFileIsNotPlain(value: String) {
        #expect(!BoardProposal.isPlain(value))
    }

    @Test(arguments: ["250", "Press, left", "generic-3950", "Kammer über dem Bett"])
    func aValueOnOneLineIs(value: String) {
        #expect(BoardProposal.isPlain(value))
    }
}
