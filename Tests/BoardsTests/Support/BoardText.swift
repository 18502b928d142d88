import Boards
import Glibc
import Testing

/// Board files for tests, and what reading them says.
enum BoardText {
    /// The shortest board file without mistakes.
    static let shortest = """
        [board]
        name: Test
        kind: simulated
        [probe chamber]
        channel: 0
        thermistor: generic-3950
        series_ohms: 10000
        [heater]
        power_w: 300
        """

    /// The mistakes of a board file, one a line; empty where there are none.
    static func mistakes(_ text: String) -> String {
        do throws(Mistakes) {
            _ = try BoardFile.board(Array(text.utf8), name: "my.conf")
            return ""
        } catch {
            return error.description
        }
    }

    /// The bytes of a file of this repository.
    static func shipped(_ path: String) throws -> [UInt8] {
        let here = "Tests/BoardsTests/Support/BoardText.swift"
        let root = String(#filePath.dropLast(here.count))
        let file = try #require(fopen(root + path, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: ConfigurationFile.largestSize + 1)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes[..<count])
    }
}
