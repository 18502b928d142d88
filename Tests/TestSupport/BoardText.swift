package import Boards
import Schema
import Settings
import System

/// Board files for tests, and the mistakes in them.
package enum BoardText {
    /// The shortest board file without mistakes.
    package static let shortest = """
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
    package static func mistakes(_ text: String) -> String {
        do throws(Mistakes) {
            _ = try BoardFile.board(Array(text.utf8), name: "my.conf")
            return ""
        } catch {
            return error.description
        }
    }

    /// The bytes of a file of this repository.
    package static func shipped(_ path: String) throws -> [UInt8] {
        let here = "Tests/TestSupport/BoardText.swift"
        let root = String(#filePath.dropLast(here.count))
        return try File.beginning(of: root + path, ConfigurationFile.largestSize + 1)
    }
}

extension BoardText {
    /// A real board with every probe, and with the lines `adc` in `[adc]`.
    package static func real(adc: String) -> String {
        """
        [board]
        name: Test
        kind: linux
        [adc]
        \(adc)
        [probe chamber]
        channel: 0
        thermistor: generic-3950
        series_ohms: 10000
        [probe element]
        channel: 1
        thermistor: generic-3950
        series_ohms: 10000
        [probe chamber_second]
        channel: 2
        thermistor: generic-3950
        series_ohms: 10000
        [heater]
        power_w: 300
        line: 17
        [fan]
        fitted: no
        [gpio]
        chip: pinctrl-bcm2711
        """
    }

    /// The description of such a board.
    package static func realBoard(adc: String) throws -> BoardDescription {
        try BoardFile.board(Array(real(adc: adc).utf8), name: "my.conf")
    }
}
