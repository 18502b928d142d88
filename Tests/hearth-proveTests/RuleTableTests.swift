import Foundation
import Testing
import hearth_prove

@Suite struct RuleTableTests {
    private static let document = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent()
        .appending(path: "../../docs/safety.md")

    @Test func theDocumentSaysOfTheRulesWhatTheRulesSay() throws {
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        let begin = try #require(text.range(of: "<!-- prove: rules -->\n"))
        let end = try #require(text[begin.upperBound...].range(of: "\n<!-- end -->"))
        let written = text[begin.upperBound..<end.lowerBound]
        #expect(
            written == RuleTable.lines.joined(separator: "\n"),
            "\"script/prove --rules\" writes it again"
        )
    }
}
