import Client
import JSON
import Testing

struct HistoryReportTests {
    private func report(_ rows: String) throws -> HistoryReport {
        let text =
            #"{"interval_s":6,"columns":["time_ms","chamber_c","chamber_second_c","element_c","set_point_c","duty"],"rows":["#
            + rows + "]}"
        let object = try JSONValue(parsing: Array(text.utf8)).object
        return HistoryReport(try #require(object))
    }

    @Test func readsTheDaemonsRows() throws {
        let report = try report(
            "[1785421530000,41.27,null,88.91,55.0,0.85],[1785421536000,null,null,89,null,0]"
        )
        #expect(report.rows.count == 2)
        #expect(report.rows.first?.chamber == 41.27)
        #expect(report.rows.last?.chamber == nil)
        #expect(report.rows.last?.setPoint == nil)
        #expect(report.rows.first?.duty == 0.85)
    }

    @Test func tellsWhatIsNotKnownByADash() throws {
        let report = try report("[1785421530000,41.27,null,88.91,null,0.85]")
        let line = try #require(report.table.last)
        #expect(line.hasSuffix("    41.3 °C    88.9 °C          –       85 %"), "\(line)")
    }

    @Test func showsNoMoreThanAScreen() throws {
        let rows = (0..<300).map { "[\(1_785_421_530_000 + $0 * 6_000),\($0),null,50,55,1]" }
        let report = try report(rows.joined(separator: ","))
        #expect(report.table.count == 25)
        #expect(report.table.last?.contains("299.0 °C") == true)
        #expect(report.plot.allSatisfy { $0.count <= 90 })
        #expect(report.csv.count == 301)
    }

    @Test func writesCommaSeparatedValues() throws {
        let report = try report("[1785421530000,41.27,null,88.91,55.0,0.85]")
        #expect(
            report.csv == [
                "time_ms,chamber_c,chamber_second_c,element_c,set_point_c,duty",
                "1785421530000,41.2700,,88.9100,55,0.8500",
            ]
        )
    }

    @Test func saysWhereThereIsNothing() throws {
        let report = try report("")
        #expect(report.table == ["Nothing is recorded in this time."])
        #expect(report.plot == ["Nothing is recorded in this time."])
    }
}
