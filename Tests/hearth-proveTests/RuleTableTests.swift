import Foundation
import Testing
import hearth_prove

@Suite struct RuleTableTests {
    private static let document = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent()
        .appending(path: "../../docs/safety.md")

    @Test(arguments: [("rules", RuleTable.lines), ("late", LateFaultTable.lines)])
    func theDocumentSaysWhatTheProgramSays(_ part: String, _ lines: [String]) throws {
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        let begin = try #require(text.range(of: "<!-- prove: \(part) -->\n"))
        let end = try #require(text[begin.upperBound...].range(of: "\n<!-- end -->"))
        let written = text[begin.upperBound..<end.lowerBound]
        #expect(
            written == lines.joined(separator: "\n"),
            "\"script/prove --rules\" writes it again"
        )
    }
}
