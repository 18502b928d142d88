import Chamber
import Foundation
import Testing
import TestSupport

/// Whatever Hearth tells of a fault, a refusal or a check has its place in docs/troubleshooting.md.
@Suite struct TroubleshootingTests {
    private let page: String

    init() throws {
        page = try Repository.text(of: "docs/troubleshooting.md")
    }

    @Test(arguments: FaultCode.allCases) func everyFaultAndWarning(code: FaultCode) {
        let words = "`\(code.word)` \"\(code.rule.title)\""
        #expect(page.contains(words), "\(words)")
    }

    @Test(arguments: WishOutcome.Refusal.allCases)
    func everyRefusal(refusal: WishOutcome.Refusal) throws {
        // What comes behind the colon is what to do; a comma begins the reason.
        let words = try #require(refusal.explanation.split(separator: ":").first)
        let first = words.split(separator: ",").first ?? words
        #expect(page.contains("\"\(first)"), "\(words)")
    }

    @Test func everyLineOfTheDoctor() throws {
        let folder = URL(fileURLWithPath: Repository.path(of: "Sources/Doctor"))
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let call = try Regex(#"\.(?:failed|warning)\(\s*"([A-Za-z]+)""#)
        var found: Set<String> = []
        for case let file as URL in try #require(files) where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: call) {
                if let name = match.output[1].substring { found.insert(String(name)) }
            }
        }
        #expect(found.count > 20)
        for name in found.sorted() { #expect(page.contains("`\(name)`"), "\(name)") }
    }
}
