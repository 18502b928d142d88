import Chamber
import Testing

@Suite struct StrangersTextTests {
    @Test func ofASCIIWhatCanBeSeenStays() {
        for value in 0..<0x80 as Range<UInt8> {
            let scalar = Unicode.Scalar(value)
            let isText = (0x20..<0x7F).contains(value)
            #expect(String(scalar).harmless == (isText ? String(scalar) : "\u{FFFD}"))
        }
    }

    @Test(arguments: [
        "\u{85}", "\u{9B}", "\u{AD}", "\u{61C}", "\u{200B}", "\u{200E}", "\u{2028}", "\u{2029}",
        "\u{202E}",
        "\u{2066}", "\u{2069}", "\u{FEFF}", "\u{E000}",
    ])
    func whatIsInvisibleOrMovesTheOthersIsReplaced(text: String) {
        #expect("a\(text)c".harmless == "a\u{FFFD}c")
    }

    @Test(arguments: [
        "", "Straße", "日本語", "مرحبا", "👩‍🔧", "می‌خواهم", "a b", "é", "Wi-Fi 2.4 GHz “home”",
    ])
    func namesOfPeopleStay(text: String) {
        #expect(text.harmless == text)
    }
}
