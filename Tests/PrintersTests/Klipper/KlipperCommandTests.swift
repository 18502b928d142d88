import Chamber
import Printers
import Surroundings
import SwitchCore
import Testing
import WebSocket

/// What Klipper is told to do, and how it answers.
@Suite struct KlipperCommandTests {
    private func bench(_ activity: String) throws -> FollowerBench {
        var bench = FollowerBench()
        try bench.follow(
            #"{"webhooks":{"state":"ready"},"print_stats":{"state":"\#(activity)"},"heater_bed":{"target":100}}"#
        )
        return bench
    }

    private static let methods: [(command: PrinterCommand, activity: String, request: String)] = [
        (.pause, "printing", #""method":"printer.print.pause","id":4"#),
        (.resume, "paused", #""method":"printer.print.resume","id":4"#),
        (.stop, "printing", #""method":"printer.print.cancel","id":4"#),
        (
            .gcode("M220 S50"), "standby",
            #""method":"printer.gcode.script","params":{"script":"M220 S50"},"id":4"#
        ),
        (
            .gcodeFile("cube.gcode"), "complete",
            #""method":"printer.print.start","params":{"filename":"cube.gcode"},"id":4"#
        ),
    ]

    @Test(arguments: methods.indices)
    func aCommandIsDoneWhenMoonrakerSaysSo(row: Int) throws {
        let (command, activity, request) = Self.methods[row]
        var bench = try bench(activity)
        bench.step(.command(command, ticket: 7))
        #expect(bench.sent == #"{"jsonrpc":"2.0",\#(request)}"#)
        #expect(bench.answers.isEmpty)
        try bench.answer(#""ok""#)
        #expect(bench.answers.map(\.ticket) == [7])
        #expect(bench.answers.map(\.answer) == [.done])
    }

    @Test func aRefusalHasKlippersOwnWords() throws {
        var bench = try bench("printing")
        bench.step(.command(.gcode("G1 X500"), ticket: 1))
        try bench.fail(400, "Move out of range: 500.000 0.000 0.000 [0.000]")
        #expect(
            bench.answers.map(\.answer)
                == [.refused("Klipper refused: Move out of range: 500.000 0.000 0.000 [0.000]")]
        )
        #expect(bench.link?.state == .connected, "a refused command is no trouble with the link")
    }

    @Test func aPrinterThatCannotPauseSaysWhatIsMissing() throws {
        var bench = try bench("printing")
        bench.step(.command(.pause, ticket: 1))
        try bench.fail(400, "No registered callback for path 'pause_resume/pause'")
        guard case .refused(let words) = bench.answers.first?.answer else {
            Issue.record("it was not refused")
            return
        }
        #expect(words.hasSuffix("Klipper needs a section [pause_resume] in printer.cfg"))
    }

    private static let obstacles: [(PrinterCommand, String, String)] = [
        (.pause, "standby", "nothing is being printed"),
        (.resume, "printing", "no print is paused"),
        (.stop, "complete", "nothing is being printed"),
        (.gcodeFile("a.gcode"), "paused", "a print is under way"),
    ]

    @Test(arguments: obstacles.indices)
    func whatMakesNoSenseIsNotSent(row: Int) throws {
        let (command, activity, words) = Self.obstacles[row]
        var bench = try bench(activity)
        bench.step(.command(command, ticket: 1))
        #expect(bench.sent == nil)
        #expect(bench.answers.map(\.answer) == [.refused(words)])
    }

    @Test func aPausedPrintNeedsNoPause() throws {
        var bench = try bench("paused")
        bench.step(.command(.pause, ticket: 1))
        #expect(bench.sent == nil)
        #expect(bench.answers.map(\.answer) == [.done])
    }

    @Test func aLightIsAMacrosBusiness() throws {
        var bench = try bench("printing")
        bench.step(.command(.light(isOn: true), ticket: 1))
        #expect(bench.sent == nil)
        guard case .refused(let words) = bench.answers.first?.answer else {
            Issue.record("it was not refused")
            return
        }
        #expect(words.contains("macro"))
    }

    @Test func everyCommandIsAnsweredOnce() throws {
        var bench = try bench("printing")
        bench.step(.command(.pause, ticket: 1))
        let id = try #require(bench.question?.id)
        bench.pass(.seconds(14))
        #expect(bench.answers.isEmpty)
        bench.pass(.seconds(1))
        #expect(bench.answers.map(\.ticket) == [1], "after 15 s")
        bench.receive(#"{"jsonrpc":"2.0","id":\#(id),"result":"ok"}"#)
        #expect(bench.answers.count == 1, "a late answer is no second one")
        bench.step(.command(.stop, ticket: 2))
        bench.end(.lost)
        #expect(bench.answers.map(\.ticket) == [1, 2], "with the connection")
        bench.step(.command(.stop, ticket: 3))
        #expect(bench.answers.map(\.ticket) == [1, 2, 3], "without a connection")
    }

    @Test func theDeadlineIsThatOfTheCommand() throws {
        var bench = try bench("printing")
        for _ in 0..<20 { bench.step(.command(.gcode("M105"), ticket: 1)) }
        #expect(bench.answers.count == 4, "16 may be under way")
        #expect(bench.follower.deadline <= bench.now.advanced(by: .seconds(15)))
    }

    @Test func aFaultStandsInTheConsoleAndOnTheDisplay() throws {
        var bench = try bench("printing")
        bench.step(.show("Fault: \"a\" at 105.2 °C; turned\noff\\."))
        let lines =
            #"RESPOND TYPE=error MSG=\"Chamber heater: Fault: 'a' at 105.2 C, turned off'.\"\u000a"#
            + "M117 Chamber heater: Fault: 'a' at 105.2 C, turned off'."
        #expect(
            bench.sent
                == #"{"jsonrpc":"2.0","method":"printer.gcode.script","params":{"script":"\#(lines)"},"id":4}"#
        )
        try bench.fail(400, "Unknown command")
        #expect(bench.answers.isEmpty)
        #expect(bench.link?.state == .connected)
    }
}
