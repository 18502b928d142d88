import CommandLine
import Testing

@Suite struct HelpPageTests {
    @Test func longTextIsWrappedBetweenWords() {
        let words = Array(repeating: "word", count: 40).joined(separator: " ")
        let lines = HelpPage.wrapped(words, indent: 4)
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.hasPrefix("    word") && $0.count <= HelpPage.width })
        #expect(lines.joined(separator: " ").split(separator: " ").count == 40)
    }
}
