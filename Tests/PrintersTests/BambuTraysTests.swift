import Surroundings
import Testing

/// Which filament is in use, by reports in the shapes of different models.
@Suite struct BambuTraysTests {
    @Test(
        arguments: [
            ("3", "ABS"), ("0", "PLA"), ("1", ""), ("255", ""), ("254", "PETG"), ("128", "PC"),
            ("9", ""),
        ]
    )
    func traysAreFoundByTheirNumberNotByTheirPlace(now: String, filament: String) {
        let bench = BambuBench.reporting(
            #"""
            "ams":{"tray_now":"\#(now)","ams":[
              {"id":"128","tray":[{"id":"0","tray_type":"PC"}]},
              {"id":"0","tray":[{"id":"3","tray_type":"ABS"},{"id":"0","tray_type":"PLA"},{"id":"1"}]}]},
            "vt_tray":{"id":"254","tray_type":"PETG"}
            """#
        )
        #expect(bench.shown?.filament == filament)
    }

    @Test func aTrayThatWasEmptiedHasNothing() {
        var bench = BambuBench.reporting(
            #""ams":{"tray_now":0,"ams":[{"id":0,"tray":[{"id":0,"tray_type":"ABS"}]}]}"#
        )
        #expect(bench.shown?.filament == "ABS")
        bench.report(#""msg":1,"ams":{"ams":[{"id":"0","tray":[{"id":"0","remain":40}]}]}"#)
        #expect(bench.shown?.filament == "ABS", "what a delta leaves out is unchanged")
        bench.report(#""msg":1,"ams":{"ams":[{"id":"0","tray":[{"id":"0"}]}]}"#)
        #expect(bench.shown?.filament == "")
    }

    @Test func newFirmwareListsItsExternalSpools() {
        let bench = BambuBench.reporting(
            #""ams":{"tray_now":"254"},"vir_slot":[{"id":"255","tray_type":"PLA"},{"id":"254","tray_type":"ASA"}]"#
        )
        #expect(bench.shown?.filament == "ASA")
    }

    /// A printer with two nozzles: which one prints, and where the filament of each comes from.
    private static func twoNozzles(state: Int, _ first: Int, _ second: Int) -> String {
        #"""
        "ams":{"tray_now":"0","ams":[
          {"id":"0","tray":[{"id":"0","tray_type":"PLA"},{"id":"1","tray_type":"PETG"}]},
          {"id":"1","tray":[{"id":"3","tray_type":"ASA"}]},
          {"id":"16","tray":[{"id":"1","tray_type":"PVA"}]},
          {"id":"128","tray":[{"id":"0","tray_type":"ABS"}]}]},
        "vt_tray":{"id":"255","tray_type":""},
        "vir_slot":[{"id":"254","tray_type":"PC"},{"id":"255","tray_type":"TPU"}],
        "device":{"extruder":{"state":\#(state),"info":[
          {"id":1,"snow":\#(second)},{"id":0,"snow":\#(first)}]}}
        """#
    }

    @Test(
        arguments: [
            // 32768 is unit 128; 65279 and 65535 are nothing.
            (2, 32_768, 65_279, "ABS"), (18, 32_768, 65_279, ""), (274, 32_768, 1, "PETG"),
            (33_042, 65_535, 259, "ASA"), (2, 65_280, 259, "TPU"), (2, 65_024, 259, "PC"),
            (2, 65_535, 0, ""), (18, 1, 0, "PLA"), (2, 16 << 8 | 1, 0, "PVA"), (2, 770, 0, ""),
            (34, 0, 1, ""),
        ]
    )
    func theNozzleThatPrintsNamesTheSpool(state: Int, first: Int, second: Int, filament: String) {
        let bench = BambuBench.reporting(Self.twoNozzles(state: state, first, second))
        #expect(bench.shown?.filament == filament)
    }

    @Test func theOtherNozzleBeginsWithAReportOfItsNumberAlone() {
        var bench = BambuBench.reporting(Self.twoNozzles(state: 258, 1, 259))
        #expect(bench.shown?.filament == "PETG")
        bench.report(#""msg":1,"device":{"extruder":{"state":274}}"#)
        #expect(bench.shown?.filament == "ASA")
        bench.report(#""msg":1,"device":{"extruder":{"info":[{"id":1,"snow":32768}]}}"#)
        #expect(bench.shown?.filament == "ABS")
        bench.report(#""msg":1,"ams":{"tray_now":"3"}"#)
        #expect(bench.shown?.filament == "ABS", "the number is a local one")
    }

    @Test(
        arguments: [
            #""vt_tray":{"id":"255","tray_type":"ASA"}"#, #""vt_tray":{"tray_type":"ASA"}"#,
            #""vir_slot":[{"id":"255","tray_type":"ASA"}]"#,
            #""vt_tray":{"id":"254","tray_type":"PLA"},"vir_slot":[{"id":"255","tray_type":"ASA"}]"#,
            #""device":{"extruder":{"info":[{"id":0,"snow":65280}]}},"vir_slot":[{"id":"254","tray_type":"ASA"}]"#,
        ]
    )
    func oneExternalSpoolIsMeantWhateverItsNumber(spools: String) {
        let bench = BambuBench.reporting(#""ams":{"tray_now":"254","ams":[]},"# + spools)
        #expect(bench.shown?.filament == "ASA")
    }

    @Test func theTraysOfAnAMSLiteCountFromZeroInUnit16() {
        let unit = #"{"id":"16","tray":[{"id":"0"},{"id":"1","state":3,"tray_type":"PETG"}]}"#
        let local = BambuBench.reporting(#""ams":{"tray_now":"1","ams":[\#(unit)]}"#)
        #expect(local.shown?.filament == "PETG")
        let global = BambuBench.reporting(
            #""ams":{"tray_now":"1","ams":[\#(unit)]},"device":{"extruder":{"state":1,"info":[{"id":0,"snow":4097}]}}"#
        )
        #expect(global.shown?.filament == "PETG")
    }

    @Test(arguments: [(0, ""), (8, ""), (10, ""), (3, "ABS"), (11, "ABS"), (27, "ABS")])
    func theStateOfATrayTellsWhetherItIsEmpty(state: Int, filament: String) {
        var bench = BambuBench.reporting(
            #""ams":{"tray_now":0,"ams":[{"id":0,"tray":[{"id":0,"tray_type":"ABS"}]}]}"#
        )
        bench.report(
            #""msg":1,"ams":{"ams":[{"id":"0","tray":[{"id":"0","state":\#(state)}]}]}"#
        )
        #expect(bench.shown?.filament == filament)
    }
}
