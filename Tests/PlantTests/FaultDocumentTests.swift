import Foundation
import Plant
import Testing

@Suite struct FaultDocumentTests {
    private static let document = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent()
        .appending(path: "../../docs/simulation.md")

    @Test func thePageOnScenariosHasEveryFault() throws {
        let text = try String(contentsOf: Self.document, encoding: .utf8)
        let begin = try #require(text.range(of: "<!-- faults -->\n"))
        let end = try #require(text[begin.upperBound...].range(of: "<!-- end -->"))
        let head = "| fault | number | what is wrong |\n|---|---|---|\n"
        let rows = PlantFault.allCases.map { fault in
            let number = fault.amount?.words ?? ""
            return "| `\(fault.name)` | \(number) | \(fault.description.meaning) |\n"
        }
        let written = text[begin.upperBound..<end.lowerBound]
        #expect(written == head + rows.joined(), "\n\(rows.joined())")
    }
}
