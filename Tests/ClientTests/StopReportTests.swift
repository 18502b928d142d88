import Client
import Dialects
import JSON
import Testing

@Suite struct StopReportTests {
    private func report(_ json: String) throws -> StopReport {
        StopReport(try #require(try JSONValue(parsing: Array(json.utf8)).object))
    }

    @Test func aCurveHasItsScaleAtTheLeftAndItsNameAtTheRight() throws {
        let rows = (0..<120).map { second in
            "[\(120 - second), \(40 + Double(second) / 10), null, 60.0, 0.5]"
        }
        let report = try report(
            #"{"event": {"id": 8}, "rows": [\#(rows.joined(separator: ","))]}"#
        )
        let lines = report.lines
        #expect(report.event == 8)
        #expect(lines.count == 8)
        #expect(lines[0].hasPrefix("51.9 °C │"))
        #expect(lines[0].hasSuffix("█  chamber"))
        #expect(lines[2].hasPrefix("40.0 °C │▁"))
        #expect(lines[3] == "60.0 °C │ all the time  target")
        #expect(lines[4].hasPrefix("  100 % │"))
        #expect(lines[6].hasPrefix("    0 % │"))
        #expect(lines[7].hasPrefix("        └−120 s"))
        #expect(lines[7].hasSuffix("stopped"))
        // Every curve is as wide as the axis below.
        #expect(lines[2].count == lines[7].count)
    }

    @Test func nothingIsDrawnWhereNothingIsKnown() throws {
        #expect(try report(#"{"event": null}"#).lines == [])
        #expect(try report(#"{"event": {"id": 1}, "rows": []}"#).lines == [])
        let unknown = #"{"event": {"id": 1}, "rows": [[1, null, null, null, null]]}"#
        #expect(try report(unknown).lines == [])
    }
}
