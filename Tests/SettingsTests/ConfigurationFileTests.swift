import Boards
import Plant
import Schema
import TestSupport
import Testing

@Suite struct ConfigurationFileTests {
    private func read(_ text: String) -> ConfigurationFile {
        ConfigurationFile(Array(text.utf8), name: "my.conf")
    }

    @Test func everySettingKnowsItsSectionAndLine() {
        let file = read(
            """
            # a board
            [board]
            name: Mine

            [probe chamber]
            series_ohms = 82000
            """
        )
        #expect(file.mistakes.isEmpty)
        #expect(file.sections.map(\.name) == ["board", "probe chamber"])
        #expect(file.sections.map(\.line) == [2, 5])
        let setting = file.section("probe chamber")?.settings.first
        #expect(setting?.key == "series_ohms")
        #expect(setting?.value == "82000")
        #expect(setting?.line == 6)
    }

    @Test(arguments: [
        "a: 1", "a:1", "a = 1", "a=1", "  a: 1", "\ta\t:\t1\t", "a: 1 # one", "a: 1 ; one",
        "a: 1\r",
        "a: 1\t#one", "a: 1 # one ; two",
    ])
    func aSettingReadsTheSameHoweverItIsWritten(line: String) {
        let file = read("[s]\n\(line)\n")
        #expect(file.mistakes.isEmpty, "\(file.mistakes)")
        #expect(file.section("s")?.settings.map(\.key) == ["a"])
        #expect(file.section("s")?.settings.map(\.value) == ["1"])
    }

    @Test func indentationDoesNotContinueTheValueAbove() {
        let file = read("[s]\n  a: 1\n  b: 2\n    c: 3\n")
        #expect(file.mistakes.isEmpty)
        #expect(file.section("s")?.settings.map(\.key) == ["a", "b", "c"])
    }

    @Test func aValueMayHoldTheSignsThatBeginACommentOrAnEnd() {
        let file = read("[s]\na: x#y;z:=\nb = 1:2\n")
        #expect(file.section("s")?.settings.map(\.value) == ["x#y;z:=", "1:2"])
    }

    @Test func anAccentBehindTheSignBelongsToTheValue() {
        let file = read("[s]\na:\u{301}b\n")
        #expect(file.section("s")?.settings.map(\.key) == ["a"])
        #expect(file.section("s")?.settings.map(\.value) == ["\u{301}b"])
    }

    @Test func aByteOrderMarkIsPassedOver() {
        let file = ConfigurationFile([0xEF, 0xBB, 0xBF] + Array("[s]\na: 1".utf8), name: "f")
        #expect(file.mistakes.isEmpty)
        #expect(file.section("s")?.settings.count == 1)
    }

    @Test(arguments: ["", "\n\n", "# only words\n; and more", "   \t "])
    func aFileWithoutSettingsIsEmptyAndWithoutMistakes(text: String) {
        let file = read(text)
        #expect(file.mistakes.isEmpty)
        #expect(file.sections.isEmpty)
    }

    @Test func spacesInsideASectionsNameDoNotMatter() {
        #expect(read("[  probe   chamber ]").sections.map(\.name) == ["probe chamber"])
    }

    /// Not in the macro's parentheses: Swift 6.0 does not survive interpolation there.
    private static let wrongTexts: [(text: String, message: String)] = [
        (
            "[s]\nnonsense",
            #"my.conf:2: "nonsense" is neither a section nor a setting; write [section] or key: value"#
        ),
        ("a: 1", #"my.conf:1: "a": stands before the first section; put it below its [section]"#),
        (
            "[s",
            #"my.conf:1: "[s" is not a section's head; write [name] alone on its line, for instance [heater]"#
        ),
        (
            "[]",
            #"my.conf:1: "[]" is not a section's head; write [name] alone on its line, for instance [heater]"#
        ),
        (
            "[s] a: 1",
            #"my.conf:1: "[s] a: 1" is not a section's head; write [name] alone on its line, for instance [heater]"#
        ),
        (
            "[[s]]",
            #"my.conf:1: "[[s]]" is not a section's head; write [name] alone on its line, for instance [heater]"#
        ),
        (
            "[s]\n[t]\n[s]",
            "my.conf:3: [s]: this section stands here for the second time; keep one; the first is in line 1"
        ),
        (
            "[s]\na: 1\na: 1",
            "my.conf:3: [s] a: this key stands here for the second time; keep one; the first is in line 2"
        ),
        ("[s]\na:", "my.conf:2: [s] a: a key without a value; give one, or take the line out"),
        (
            "[s]\na: # later",
            "my.conf:2: [s] a: a key without a value; give one, or take the line out"
        ),
        ("[s]\n: 1", "my.conf:2: [s]: a value without a key; write key: value"),
        (
            "[s]\na: 1\u{0}2",
            "my.conf:2: this line holds the invisible character U+0000; write printable characters only"
        ),
        (
            "[s]\na: 1\rb: 2",
            "my.conf:2: this line holds the invisible character U+000D; write printable characters only"
        ),
        (
            "[s]\na: \u{1B}[2J",
            "my.conf:2: this line holds the invisible character U+001B; write printable characters only"
        ),
        (
            "[s]\na: \u{202E}1",
            "my.conf:2: this line holds the invisible character U+202E; write printable characters only"
        ),
        (
            "[\(String(repeating: "s", count: 50))]",
            "my.conf:1: this section's name has 50 bytes; give at most 49"
        ),
        (
            "[s]\na: \(String(repeating: "1", count: 4094))",
            "my.conf:2: this line has 4097 bytes; give at most 4096, comments not counted"
        ),
    ]

    @Test(arguments: wrongTexts)
    func aMistakeSaysWhereWhatAndWhatInstead(text: String, message: String) {
        #expect(read(text).mistakes.description == message)
    }

    @Test func theLongestLineAndNameAreTakenWhole() {
        let name = String(repeating: "n", count: 49)
        let value = String(repeating: "v", count: 4093)
        let file = read("[\(name)]\na: \(value) # \(String(repeating: "c", count: 5000))\n")
        #expect(file.mistakes.isEmpty, "\(file.mistakes)")
        #expect(file.section(name)?.settings.first?.value == value)
    }

    @Test func bytesThatAreNotUTF8AreAMistakeOfTheirLine() {
        let file = ConfigurationFile(Array("[s]\na: ".utf8) + [0xFF, 0xFE], name: "f")
        #expect(
            file.mistakes.description
                == "f:2: this line is not UTF-8; save the file as UTF-8 text"
        )
    }

    @Test(
        arguments: [
            [0xff, 0xfe, 0x5b, 0x00, 0x73, 0x00], [0xfe, 0xff, 0x00, 0x5b],
            [0x5b, 0x00, 0x73, 0x00],
            [0x00, 0x5b, 0x00, 0x73],
        ] as [[UInt8]]
    )
    func textOfUTF16IsOneMistake(bytes: [UInt8]) {
        let file = ConfigurationFile(bytes, name: "f")
        #expect(file.mistakes.description == "f: the file is UTF-16 text; save it as UTF-8 text")
        #expect(file.isUnreadable)
    }

    @Test func aFileThatIsTooLargeIsNotRead() {
        let most = ConfigurationFile([UInt8](repeating: 0x20, count: 65_536), name: "f")
        #expect(most.mistakes.isEmpty)
        let tooMuch = ConfigurationFile([UInt8](repeating: 0x20, count: 65_537), name: "f")
        #expect(
            tooMuch.mistakes.description
                == "f: the file is larger than 65536 bytes, and a settings file never is; "
                + "check that this is the right file"
        )
    }

    @Test func everyMistakeIsReportedAtOnceAndInOrder() {
        let file = read("x: 1\n[s]\nnonsense\na:\n[s]\n[t\nb: 1\n")
        #expect(file.mistakes.all.map(\.line) == [1, 3, 4, 5, 6])
    }

    @Test func settingsBelowABrokenHeadDoNotLandInTheSectionBefore() {
        let file = read("[s]\na: 1\n[t\na: 2\nb: 3\n")
        #expect(file.mistakes.all.map(\.line) == [3])
        #expect(file.section("s")?.settings.map(\.key) == ["a"])
    }

    @Test func moreMistakesThanAnyoneReadsAreCounted() {
        let file = read(String(repeating: "nonsense\n", count: 140))
        #expect(file.mistakes.all.count == Mistakes.longestList)
        #expect(file.mistakes.description.hasSuffix("\nmy.conf: and 40 more mistakes"))
    }

    @Test(arguments: UInt64(1)...200)
    func randomBytesAreReadWithoutHarm(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let file = ConfigurationFile(generator.configurationLikeBytes(), name: "f")
        for section in file.sections {
            #expect(Set(section.settings.map(\.key)).count == section.settings.count)
        }
        #expect(Set(file.sections.map(\.name)).count == file.sections.count)
    }
}
