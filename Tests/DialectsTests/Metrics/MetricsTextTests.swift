import Dialects
import Testing

@Suite struct MetricsTextTests {
    private func text(_ body: (inout MetricsText) -> Void) -> String {
        var text = MetricsText()
        body(&text)
        return String(decoding: text.bytes, as: UTF8.self)
    }

    @Test func aFamilyHasHelpTypeAndSamples() {
        let page = text { text in
            text.family("hearth_x_total", .counter, "What x is.\u{1B}And \\ more.")
            text.sample(7 as Int)
            text.sample(0.25, [("probe", "cham\"ber\\\n\u{202E}")])
        }
        #expect(
            page == """
                # HELP hearth_x_total What x is.\u{FFFD}And \\\\ more.
                # TYPE hearth_x_total counter
                hearth_x_total 7
                hearth_x_total{probe="cham\\"ber\\\\\u{FFFD}\u{FFFD}"} 0.250000

                """
        )
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func whatIsNoNumberIsLeftOut(value: Double) {
        let page = text { text in
            text.family("hearth_x", .gauge, "X.")
            text.sample(value)
            text.sample(nil)
        }
        #expect(page == "# HELP hearth_x X.\n# TYPE hearth_x gauge\n")
    }
}
