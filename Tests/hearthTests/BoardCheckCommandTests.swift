import Boards
import Chamber
import CommandLine
import Schema
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
            [probe element]
            channel: 1
            thermistor: panda-breath
            series_ohms: 33000
            [heater]
            power_w: 300
            """
        )
        #expect(console.run("board", "check", path) == .done)
        #expect(console.output == "\(path): no mistakes (Mine, simulated)\n")
    }

    @Test(arguments: [("", true), ("\n[fan]\nfitted: no\n", false), ("\n[tachometer]\n", false)])
    func aBoardWithoutAnElementProbeSaysWhatIsSeenLateOrNever(
        _ section: String,
        _ hasUnseenFan: Bool
    ) throws {
        let directory = try TemporaryDirectory(onDisk: true)
        let path = try directory.write("b.conf", BoardText.shortest + section)
        #expect(console.run("board", "check", path) == .done)
        #expect(console.output.contains("It has no [probe element]."))
        let said = LateFault.all.filter { console.output.contains("  " + $0.line + "\n") }
        #expect(said.count == LateFault.all.count - (hasUnseenFan ? 0 : 1))
        #expect(console.output.contains("the blower stops: never") == hasUnseenFan)
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
