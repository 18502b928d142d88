import Lines
import SwitchCore
import Testing

@Suite struct HeldLinesTests {
    private static let serving = SwitchArguments(
        .serve,
        chip: "pinctrl-bcm2711",
        outputs: [
            OutputLine(.heater, .number(17)),
            OutputLine(.fan, .name("FAN:1"), isActiveLow: true),
        ],
        modulation: Modulation()
    )

    @Test func aNoteTurnsOffTheVeryLinesThatWereTaken() throws {
        var off = Self.serving
        off.task = .turnOff
        #expect(SwitchArguments(note: try #require(Self.serving.note)) == off)
    }

    @Test func aNoteThatIsCutOffAnywhereIsRefused() throws {
        let note = try #require(Self.serving.note)
        for count in note.indices {
            #expect(SwitchArguments(note: note[..<count]) == nil, "\(count) bytes")
        }
    }

    @Test(arguments: [
        "--serve\n--chip\npinctrl-bcm2711\n--heater\n17:high\n\n",
        "--off\n--simulated\n--heater\n17:high\n\n",
        "--off\n--chip\npinctrl-bcm2711\n\n",
        "--off\n\n--chip\npinctrl-bcm2711\n--heater\n17:high\n\n",
        "--off\n--chip\npinctrl-bcm2711\n--heater\n17:high\n\n\n",
        "--off\n--chip\npinctrl-bcm2711\n--furnace\n17:high\n\n",
        "\n\n",
    ])
    func aNoteAboutAnythingElseIsRefused(text: String) {
        #expect(SwitchArguments(note: Array(text.utf8)) == nil)
    }

    @Test func aNoteOfOtherBytesThanTextIsRefused() throws {
        let note = try #require(Self.serving.note)
        #expect(SwitchArguments(note: note.dropLast(2) + [0xff, 0x0a, 0x0a]) == nil)
        #expect(SwitchArguments(note: [UInt8](repeating: 0x0a, count: 5_000)) == nil)
    }

    @Test func thereIsNoNoteWithoutALineToTurnOff() {
        var simulated = Self.serving
        simulated.chip = nil
        #expect(simulated.note == nil)
        var strange = Self.serving
        strange.chip = "two\nlines"
        #expect(strange.note == nil)
    }
}
