import Chamber
import Printers
import Surroundings
import SwitchCore
import Testing

/// Reports of different models, and what is read from them.
@Suite struct BambuReportTests {
    private static let printing = #""gcode_state":"RUNNING","bed_target_temper":100"#

    private static let beds: [(members: String, target: Double?, now: Double?)] = [
        (#""bed_target_temper":100,"bed_temper":98.5"#, 100, 98.5),
        (#""bed_target_temper":"100","bed_temper":"98.5""#, 100, 98.5),
        (#""bed_target_temper":100.0"#, 100, nil),
        // 90 << 16 | 88: the packed form wins.
        (#""bed_target_temper":0,"device":{"bed":{"info":{"temp":5898328}}}"#, 90, 88),
        (#""bed_target_temper":70,"device":{"bed":{"info":{"temp":"5898328"}}}"#, 90, 88),
        (#""bed_target_temper":70,"device":{"bed":{"info":{"temp":-1}}}"#, 70, nil),
        (#""bed_target_temper":70,"device":[]"#, 70, nil),
        (#""bed_target_temper":"warm""#, nil, nil),
        (#""bed_target_temper":null"#, nil, nil),
        (#""bed_target_temper":1e300"#, nil, nil),
        (#""bed_target_temper":"nan""#, nil, nil),
    ]

    @Test(arguments: beds.indices)
    func numbersComeInEveryForm(row: Int) {
        let (members, target, now) = Self.beds[row]
        let bench = BambuBench.reporting(members)
        #expect(bench.shown?.bedTarget?.degrees == target)
        #expect(bench.shown?.bed?.degrees == now)
    }

    @Test func anAbsentKeyIsUnchanged() {
        var bench = BambuBench.reporting(Self.printing + #","bed_temper":60"#)
        bench.report(#""msg":1,"bed_temper":61"#)
        #expect(bench.shown?.bedTarget == Celsius(100))
        #expect(bench.shown?.bed == Celsius(61))
        #expect(bench.shown?.activity == "running")
    }

    @Test func anEchoThatLooksLikeAReportIsNone() {
        var bench = BambuBench.reporting(Self.printing)
        bench.hear(
            #"{"print":{"command":"project_file","gcode_state":"IDLE","bed_target_temper":0}}"#
        )
        #expect(bench.news.isEmpty)
        bench.report(#""msg":1"#)
        #expect(bench.shown?.bedTarget == Celsius(100))
    }

    private static let activities: [(word: String, isPrinting: Bool)] = [
        ("PREPARE", true), ("RUNNING", true), ("PAUSE", true), ("IDLE", false),
        ("SLICING", false), ("FINISH", false), ("FAILED", false), ("INIT", false),
        ("OFFLINE", false), ("UNKNOWN", false), ("SOMETHING_NEW", false),
    ]

    @Test(arguments: activities.indices)
    func onlyAPrintCountsAsPrinting(row: Int) {
        let (word, isPrinting) = Self.activities[row]
        let bench = BambuBench.reporting(#""gcode_state":"\#(word)","bed_target_temper":100"#)
        #expect(bench.bed == BedReport(target: Celsius(100), isPrinting: isPrinting))
    }

    @Test func nothingIsSaidOfABedBeforeThePrinterHasSaidAll() {
        var bench = BambuBench.reporting(#""gcode_state":"RUNNING""#)
        #expect(bench.bed == nil)
        bench.report(#""msg":1,"bed_target_temper":100"#)
        #expect(bench.bed == BedReport(target: Celsius(100), isPrinting: true))
        var other = BambuBench.reporting(#""bed_target_temper":100"#)
        #expect(other.bed == nil)
        other.report(#""gcode_state":"""#)
        #expect(other.bed == nil)
    }

    private static let chambers: [(members: String, degrees: Double?)] = [
        (#""chamber_temper":38"#, 38), (#""chamber_temper":5"#, nil),
        (#""chamber_temper":"5""#, nil),
        // 60 << 16 | 41
        (#""chamber_temper":5,"device":{"ctc":{"info":{"temp":3932201}}}"#, 41),
    ]

    @Test(arguments: chambers.indices)
    func aChamberWithoutASensorHasNoTemperature(row: Int) {
        let (members, degrees) = Self.chambers[row]
        #expect(BambuBench.reporting(members).shown?.chamber?.degrees == degrees)
    }

    @Test func progressIsInPercentAndMinutes() {
        let bench = BambuBench.reporting(
            Self.printing + #","mc_percent":"45","mc_remaining_time":90"#
        )
        #expect(bench.shown?.progress == 0.45)
        #expect(bench.shown?.remaining == .seconds(5400))
        let idle = BambuBench.reporting(#""gcode_state":"FINISH","mc_percent":100"#)
        #expect(idle.shown?.progress == nil)
    }

    @Test func faultsAreNamedAsThePrintersDocumentationNamesThem() {
        var bench = BambuBench.reporting(
            #""print_error":50348045,"hms":[{"attr":50331904,"code":65543},{"attr":1,"code":196609}]"#
        )
        #expect(bench.shown?.trouble == "error 0300-400D, HMS_0300_0100_0001_0007")
        bench.report(#""msg":1,"print_error":50348044,"hms":[]"#)
        #expect(bench.shown?.trouble == "", "a cancelled print is no fault")
    }

    @Test func aReportWithBrokenTextIsReadAllTheSame() {
        var bench = BambuBench.connected()
        let text = #"{"print":{"command":"push_status","subtask_name":"x"#
        let rest = #"","gcode_state":"RUNNING","bed_target_temper":100}}"#
        bench.step(
            .message(Array(text.utf8) + [0xff, 0xc3, 0x28, 0x09] + Array(rest.utf8) + [0, 0])
        )
        #expect(bench.bed == BedReport(target: Celsius(100), isPrinting: true))
    }

    @Test func byFilamentTheChambersTargetIsTold() {
        let members = #""ams":{"tray_now":"254"},"vt_tray":{"tray_type":"ASA"},"#
        let bench = BambuBench.reporting(members + Self.printing) {
            $0.autoRule = .filament(FilamentRule())
        }
        let expected = BedReport(
            target: Celsius(100),
            isPrinting: true,
            chamberTarget: Celsius(55)
        )
        #expect(bench.bed == expected)
    }

    /// What a printer says of its chamber and spool, and the chamber's target with `auto: print`.
    private static let wishes: [(members: String, target: Double?)] = [
        // 60 << 16 | 41
        (#""device":{"ctc":{"info":{"temp":3932201}}},"#, 60),
        (
            #""device":{"ctc":{"info":{"temp":41}}},"ams":{"tray_now":"254"},"#
                + #""vt_tray":{"tray_type":"ASA"},"#, 55
        ),
        (#""ams":{"tray_now":"254"},"vt_tray":{"tray_type":"PLA"},"#, 0),
        (#""ams":{"tray_now":"255"},"#, nil),
        // 300 << 16 | 41
        (#""device":{"ctc":{"info":{"temp":19660841}}},"#, 0),
    ]

    @Test(arguments: wishes.indices)
    func byThePrintItsOwnChamberComesFirst(row: Int) throws {
        let (members, target) = Self.wishes[row]
        let bench = BambuBench.reporting(members + Self.printing) {
            $0.autoRule = .print(FilamentRule())
        }
        let told = bench.bed ?? nil
        let bed = try #require(told)
        #expect(bed.chamberTarget?.degrees == target)
    }
}
