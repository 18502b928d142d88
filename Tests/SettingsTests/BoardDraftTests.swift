import Schema
import Settings
import TestSupport
import Testing

@Suite struct BoardDraftTests {
    private func changed(_ text: String, _ change: (inout BoardDraft) -> Void) -> String {
        var draft = BoardDraft(text)
        change(&draft)
        return draft.text
    }

    @Test func aValueIsReplacedWhereItStandsAndNowhereElse() {
        let text =
            "[a]\nmains_hz: 50 # c\n[board]\n# mains_hz: no\nmains_hz: 50        # why\nmains: y\n"
        #expect(
            changed(text) { $0.set("mains_hz", in: "board", to: "60") }
                == "[a]\nmains_hz: 50 # c\n[board]\n# mains_hz: no\nmains_hz: 60"
                + String(repeating: " ", count: 25) + "# why\nmains: y\n"
        )
    }

    @Test func aCommentThatSpeaksOfTheOldValueGoes() {
        let text = "[heater]\nline: 17    # pin 11\n"
        #expect(changed(text) { $0.set("line", in: "heater", to: "22") } == "[heater]\nline: 22\n")
        #expect(changed(text) { $0.set("line", in: "heater", to: "17") } == text)
    }

    @Test func whatIsNewGoesToTheEndOfItsSection() {
        let text = "[heater]\nline: 17\n\n# later\n[fan]\nline: 27\n"
        #expect(
            changed(text) { $0.set("active_low", in: "heater", to: "no") }
                == "[heater]\nline: 17\nactive_low: no\n\n# later\n[fan]\nline: 27\n"
        )
        #expect(
            changed("[heater]\nline: 17\n") { $0.set("line", in: "second_relay", to: "22") }
                == "[heater]\nline: 17\n\n[second_relay]\nline: 22\n"
        )
    }

    @Test func oneWayToSayAThermistorTakesTheOthersOut() {
        let text = "[probe element]\nchannel: 1\nthermistor: 104gt-2\n"
        #expect(
            changed(text) { $0.set("beta", in: "probe element", to: "25 100000, 3950") }
                == "[probe element]\nchannel: 1\nbeta: 25 100000, 3950\n"
        )
    }

    @Test func aBlowerThatIsNotFittedHasNoLine() {
        #expect(
            changed("[fan]\nline: 27\nrelease_temperature_c: 40\n") {
                $0.set("fitted", in: "fan", to: "no")
            } == "[fan]\nrelease_temperature_c: 40\nfitted: no\n"
        )
    }

    @Test func aSectionGoesWithItsLines() {
        let text = "[a]\nb: 1\n\n[probe element]\nchannel: 1\n\n# [x]\n[gpio]\nchip: y\n"
        #expect(
            changed(text) { $0.remove("probe element") }
                == "[a]\nb: 1\n\n# [x]\n[gpio]\nchip: y\n"
        )
        #expect(BoardDraft(text).has("probe element"))
        #expect(!BoardDraft(text).has("x"))
    }

    private static let boards = [
        "aquarium", "libre-potato", "panda-breath-33k", "raspberry-pi", "raspberry-pi-5",
    ]

    @Test(arguments: boards)
    func aShippedBoardStaysWithoutMistakes(name: String) throws {
        var draft = BoardDraft(
            String(decoding: try BoardText.shipped("boards/\(name).conf"), as: UTF8.self)
        )
        draft.set("thermistor", in: "probe chamber", to: "104gt-2")
        draft.set("line", in: "second_relay", to: "5")
        draft.set("fitted", in: "fan", to: "no")
        draft.remove("probe element")
        #expect(BoardText.mistakes(draft.text) == "")
    }
}
