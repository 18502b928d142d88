import Chamber
import Foundation
import Plant
import Testing

/// Runs that are kept to the byte: `script/golden` writes them again when a change is intended.
@Suite struct GoldenRunTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("golden")

    private static let names = ["warm-up", "drying-with-a-fault", "auto-by-the-bed"]

    private static func text(_ name: String) throws -> String {
        let data = try Data(contentsOf: folder.appendingPathComponent(name))
        return String(decoding: data, as: UTF8.self)
    }

    @Test(arguments: names)
    func aRunIsWhatItWas(name: String) throws {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: Self.text(name + ".scenario")),
            configuration: NominalBoard.configuration,
            plant: PlantParameters()
        )
        var table = RunTable()
        let missed = runner.run { table.add($0) }
        #expect(missed.isEmpty)
        let golden = try Self.text(name + ".csv")
        // Compared by bytes: equal strings may be written differently.
        guard !table.text.utf8.elementsEqual(golden.utf8) else { return }
        let found = table.text.split(separator: "\n", omittingEmptySubsequences: false)
        let expected = golden.split(separator: "\n", omittingEmptySubsequences: false)
        let line = zip(found, expected).prefix { $0 == $1 }.count
        Issue.record(
            """
            \(name).csv differs from line \(line + 1) on, of \(expected.count):
            expected \(line < expected.count ? expected[line] : "nothing")
            found    \(line < found.count ? found[line] : "nothing")
            """
        )
    }

    @Test func everyFileInTheFolderIsTested() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        let expected = Self.names.flatMap { [$0 + ".csv", $0 + ".scenario"] }
        #expect(files.sorted() == expected.sorted())
    }
}
