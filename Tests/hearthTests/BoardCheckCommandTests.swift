import Boards
import CommandLine
import Settings
import TestSupport
import Testing
import hearth

@Suite struct BoardCheckCommandTests {
    private let console = RecordedConsole()

    @Test func aGoodBoardIsSaidToBeGood() throws {
        let directory = try TemporaryDirectory(onDisk: true)
        let path = try directory.write(
            "b.conf",
            """
            [board]
            name: Mine
            kind: simulated
            [probe chamber]
            channel: 0
            thermistor: panda-breath
            series_ohms: 33000
            [heater]
            power_w: 300
            """
        )
        #expect(console.run("board", "check", path) == .done)
        #expect(console.output == "\(path): no mistakes (Mine, simulated)\n")
    }

    @Test func aBadBoardIsListedOnStandardError() throws {
        let directory = try TemporaryDirectory(onDisk: true)
        let path = try directory.write("b.conf", "[heater]\npower_w: lots\n")
        #expect(console.run("board", "check", path) == .misconfigured)
        #expect(console.output == "")
        let lines = console.errors.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.allSatisfy { $0.hasPrefix(path + ":") })
    }

    @Test func theBoardFilesPageExplainsEveryKey() {
        #expect(console.run("help", "board-file") == .done)
        for schema in BoardFile.schemas {
            #expect(console.output.contains("\n[\(schema.name)]"))
            for field in schema.fields { #expect(console.output.contains("\n  \(field.key) (")) }
        }
        for line in console.output.split(separator: "\n") {
            #expect(line.count <= HelpPage.width, "\(line)")
        }
    }
}
