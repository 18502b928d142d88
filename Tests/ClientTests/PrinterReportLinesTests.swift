import Client
import JSON
import Testing

struct PrinterReportLinesTests {
    private func lines(_ printer: String) throws -> PrinterReportLines {
        let state = try JSONValue(parsing: Array(#"{"device":{"printer":\#(printer)}}"#.utf8))
        return PrinterReportLines(try #require(state.object))
    }

    private func bound(_ rest: String) -> String {
        #"{"kind":"klipper","name":"Voron","address":"192.0.2.7","port":7125,\#(rest)}"#
    }

    @Test(arguments: [
        (#""link":"connected","trouble":"""#, ": connected."),
        (#""link":"connected","trouble":"it has no bed""#, ": connected, but it has no bed."),
        (#""link":"connecting","trouble":"""#, ": connecting."),
        (
            #""link":"connecting","trouble":"Klipper is starting""#,
            ": connecting; Klipper is starting."
        ),
        (#""link":"wrong_access","trouble":"who asks?""#, ": who asks?"),
        (#""link":"failed","trouble":"""#, ": not connected (failed)."),
    ])
    func saysHowTheLinkStands(rest: String, end: String) throws {
        let lines = try lines(bound(rest))
        #expect(lines.headline == "Klipper printer \"Voron\" at 192.0.2.7:7125" + end)
        #expect(lines.isBound)
    }

    @Test func saysWhatThePrinterSays() throws {
        let report = """
            "link":"connected","trouble":"","report":{"activity":"printing","file":"benchy.gcode",\
            "progress":0.254,"remaining_s":5400,"bed_target_c":100.0,"bed_c":99.5,"chamber_c":null,\
            "filament":"ABS","age_s":2.4},"auto":"print"
            """
        #expect(
            try lines(bound(report)).lines.dropFirst() == [
                "  Printer          printing, benchy.gcode, 25 %, 1 h 30 min left",
                "  Bed              100 °C, now 99.5 °C",
                "  Filament         ABS",
                "  Last report      2 s ago",
                "Mode auto heats by what each print wants.",
            ]
        )
    }

    @Test func saysHowToGetAPrinterWhereThereIsNone() throws {
        let lines = try lines(#"{"kind":"bambu","link":"unbound","trouble":""}"#)
        #expect(!lines.isBound)
        #expect(lines.lines.first == "No printer is bound (kind: bambu).")
        #expect(lines.lines.last?.contains("hearth printer scan") == true)
    }

    @Test func givesTheCommandThatBindsEachFinding() throws {
        let klipper = """
            {"kind":"klipper","found":[\
            {"name":"voron","serial":"","address":"192.0.2.7","port":7125},\
            {"name":"ender","serial":"","address":"192.0.2.8","port":80}]}
            """
        #expect(
            try lines(klipper).findings == [
                "  voron                   hearth printer bind klipper 192.0.2.7",
                "  ender                   hearth printer bind klipper 192.0.2.8 --port 80",
            ]
        )
        let bambu = """
            {"kind":"bambu","found":[{"name":"P1S","serial":"01P","address":"192.0.2.9","port":0}]}
            """
        #expect(
            try lines(bambu).findings == [
                "  P1S                     hearth printer bind bambu 192.0.2.9 --serial 01P"
            ]
        )
    }

    @Test func survivesAStateOfAnotherVersion() throws {
        let lines = PrinterReportLines(JSONObject([]))
        #expect(lines.link == "unknown")
        #expect(lines.findings.isEmpty)
    }
}
