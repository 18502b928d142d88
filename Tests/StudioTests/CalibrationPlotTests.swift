import Dialects
import JSON
import Studio
import Testing

@Suite struct CalibrationPlotTests {
    private static func object(_ text: String) throws -> JSONObject {
        try #require(try JSONValue(parsing: Array(text.utf8)).object)
    }

    private static func state(_ seconds: Int) throws -> JSONObject {
        let phase = seconds < 20 ? "resting" : seconds < 140 ? "heating" : "cooling"
        let chamber = 25 + max(0, seconds - 50) / 10
        return try object(
            #"{"calibration":{"phase":"\#(phase)","elapsed_s":\#(seconds)},"#
                + #""chamber":{"temperature_c":\#(chamber)},"#
                + #""element":{"temperature_c":\#(chamber + 20)},"heater_on":true}"#
        )
    }

    @Test func theCurvesTangentAndFitAreDrawn() throws {
        var plot = CalibrationPlot()
        for seconds in 0..<200 { plot.add(try Self.state(seconds)) }
        let measured = try Self.object(
            #"{"heating_rate_k_per_s":0.16,"dead_time_s":30,"heating_s":120,"quality":0.87,"#
                + #""element_excess_k":43,"element_time_constant_s":40}"#
        )
        let svg = plot.svg(measured)
        #expect(svg.contains("9.60 K/min after 30 s, element +43.0 K with 40 s, quality 87 %"))
        #expect(svg.contains("#2e7d32"), "the tangent")
        #expect(svg.contains("#6a1b9a"), "the fit")
        #expect(svg.hasSuffix("</svg>\n"))
        #expect(!svg.contains("Mnan") && !svg.contains(" nan"))
    }

    @Test func anEmptyCurveIsAPictureToo() {
        #expect(CalibrationPlot().svg(nil).hasSuffix("</svg>\n"))
    }
}
