import Chamber
import Printers
import Surroundings
import SwitchCore
import Testing
import WebSocket

private let octoPrinting =
    #"{"temperature":{"bed":{"actual":58.2,"target":100.0,"offset":0}},"#
    + #""state":{"text":"Printing","flags":{"operational":true,"printing":true,"paused":false}}}"#
private let octoJob =
    #"{"job":{"file":{"name":"cube.gcode","display":"Cube.gcode"}},"#
    + #""progress":{"completion":25.0,"printTimeLeft":600},"state":"Printing"}"#

@Suite struct OctoPrintTests {
    @Test func asksForThePrinterThenForTheJob() {
        var bench = WebBench(.octoPrint)
        #expect(bench.asked?.request.path == "/p/api/printer?exclude=sd")
        #expect(bench.header("X-Api-Key") == "key")
        bench.answer(octoPrinting)
        #expect(bench.asked?.request.path == "/p/api/job")
        bench.answer(octoJob)
        #expect(bench.link?.state == .connected)
        #expect(bench.bed == .some(BedReport(target: Celsius(100), isPrinting: true)))
        #expect(bench.shown?.file == "Cube.gcode")
        #expect(bench.shown?.progress == 0.25)
        #expect(bench.shown?.remaining == .seconds(600))
        bench.pass(.milliseconds(2_999))
        #expect(bench.asked == nil)
        bench.pass(.milliseconds(1))
        #expect(bench.asked?.question == .status)
    }

    private static let states: [(flags: String, isPrinting: Bool, activity: String)] = [
        (#""printing":true"#, true, "printing"),
        (#""printing":true,"pausing":true"#, true, "paused"),
        (#""paused":true"#, true, "paused"),
        (#""printing":true,"resuming":true"#, true, "printing"),
        (#""printing":true,"cancelling":true"#, false, "text"),
        (#""operational":true"#, false, "text"),
        (#""paused":true,"error":true"#, false, "text"),
        (#""printing":"yes""#, false, "text"),
        ("", false, "text"),
    ]

    @Test(arguments: states.indices)
    func thePrintIsWhatTheFlagsSay(row: Int) {
        let (flags, isPrinting, activity) = Self.states[row]
        var bench = WebBench(.octoPrint)
        bench.answer(
            #"{"temperature":{"bed":{"target":90}},"state":{"text":"Text","flags":{\#(flags)}}}"#
        )
        bench.answer("{}")
        #expect(bench.bed??.isPrinting == isPrinting)
        #expect(bench.shown?.activity == activity)
    }

    private static let troubles:
        [(status: Int, body: String, state: PrinterLinkState, words: String)] =
            [
                (403, "{}", .wrongAccess, "API key"), (401, "", .wrongAccess, "API key"),
                (
                    409, #"{"error":"Printer is not operational"}"#, .failed,
                    "no printer is connected"
                ),
                (404, "", .wrongAddress, "status 404"), (302, "", .wrongAddress, "status 302"),
                (502, "", .failed, "status 502"), (200, "<html>", .wrongAddress, "no JSON"),
                (200, "[]", .wrongAddress, "no object"), (200, "{}", .wrongAddress, "no state"),
                (200, #"{"state":{"text":"Printing"}}"#, .wrongAddress, "no state"),
            ]

    @Test(arguments: troubles.indices)
    func whatIsWrongIsSaidAndEndsTheHeat(row: Int) {
        let (status, body, state, words) = Self.troubles[row]
        var bench = WebBench(.octoPrint)
        bench.answer(octoPrinting)
        bench.answer(octoJob)
        bench.pass(.seconds(3))
        bench.answer(body, status: status)
        #expect(bench.link?.state == state)
        #expect(bench.link?.trouble.contains(words) == true)
        #expect(bench.link?.trouble.contains("key\"") == false)
        #expect(bench.bed == .some(nil))
    }

    @Test func aBreakLeavesTheLastReportItsMinute() {
        var bench = WebBench(.octoPrint)
        bench.answer(octoPrinting)
        bench.answer(octoJob)
        bench.pass(.seconds(3))
        bench.fail(.timedOut)
        #expect(bench.link?.state == .connecting)
        #expect(bench.bed == nil)
        var rests = 0
        while bench.bed == nil, rests < 20 {
            bench.pass(.seconds(5))
            rests += 1
            if bench.bed == nil, bench.asked != nil { bench.fail(.unreachable) }
        }
        #expect(bench.bed == .some(nil))
        #expect(bench.now == Instant(nanoseconds: 1_000_000_000).advanced(by: .seconds(63)))
    }

    @Test func aHostThatNeverAnsweredIsAWrongAddress() {
        var bench = WebBench(.octoPrint)
        bench.fail(.unreachable)
        #expect(bench.link?.state == .wrongAddress)
        bench.pass(.seconds(1))
        bench.fail(.timedOut)
        #expect(bench.link?.trouble.contains("longer than 5 s") == true)
        bench.pass(.seconds(2))
        bench.fail(.malformed)
        #expect(bench.link?.trouble.contains("is not OctoPrint") == true)
        bench.pass(.seconds(4))
        bench.fail(.untrusted)
        #expect(bench.link?.state == .failed)
        #expect(bench.link?.trouble.contains("The secret was not sent") == true)
    }

    @Test func aPrinterWithoutABedNeverHeats() {
        var bench = WebBench(.octoPrint)
        bench.answer(#"{"temperature":{},"state":{"text":"Printing","flags":{"printing":true}}}"#)
        bench.answer(octoJob)
        #expect(bench.bed == .some(BedReport(target: Celsius(0), isPrinting: true)))
        #expect(bench.link?.state == .connected)
        #expect(bench.link?.trouble.contains("bed") == true)
    }

    private static let commands: [(command: PrinterCommand, path: String, body: String)] = [
        (.pause, "/p/api/job", #"{"command":"pause","action":"pause"}"#),
        (.stop, "/p/api/job", #"{"command":"cancel"}"#),
        (.gcode("M220 S50"), "/p/api/printer/command", #"{"commands":["M220 S50"]}"#),
    ]

    @Test(arguments: commands.indices)
    func aCommandIsDoneWhenOctoPrintSaysSo(row: Int) {
        let (command, path, body) = Self.commands[row]
        var bench = WebBench(.octoPrint)
        bench.answer(octoPrinting)
        bench.answer(octoJob)
        bench.step(.command(command, ticket: 3))
        #expect(bench.asked?.request.path == path)
        #expect(bench.asked.map { String(decoding: $0.request.body, as: UTF8.self) } == body)
        #expect(bench.header("Content-Type") == "application/json")
        bench.answer("", status: 204)
        #expect(bench.answers == [.done])
    }

    @Test func aRefusalAndABreakAreTold() {
        var bench = WebBench(.octoPrint)
        bench.step(.command(.pause, ticket: 1))
        #expect(bench.answers == [.refused("the printer is not connected")])
        bench = WebBench(.octoPrint)
        bench.answer(octoPrinting)
        bench.answer(octoJob)
        bench.step(.command(.resume, ticket: 1))
        #expect(bench.answers == [.refused("no print is paused")])
        bench.step(.command(.gcodeFile("b c/ü.gcode"), ticket: 2))
        #expect(bench.answers == [.refused("a print is under way")])
        bench.step(.command(.pause, ticket: 2))
        bench.answer(#"{"error":"Printer is not printing"}"#, status: 409)
        #expect(
            bench.answers
                == [.refused("OctoPrint refused it (status 409): Printer is not printing")]
        )
        bench.step(.command(.pause, ticket: 2))
        bench.fail(.timedOut)
        #expect(bench.answers == [.refused("192.0.2.8:80 did not")])
    }

    @Test func aFaultStandsOnTheDisplay() {
        var bench = WebBench(.octoPrint)
        bench.answer(octoPrinting)
        bench.answer(octoJob)
        bench.step(.show("Fault; 105 °C"))
        #expect(
            bench.asked.map { String(decoding: $0.request.body, as: UTF8.self) }
                == #"{"commands":["M117 Chamber heater: Fault, 105 C"]}"#
        )
        bench.answer("", status: 409)
        #expect(bench.effects.isEmpty)
    }
}
