import Chamber
import Printers
import Surroundings
import SwitchCore
import Testing

/// What Moonraker says of the printing file, with `auto: print`.
@Suite struct KlipperFileTests {
    /// A printer that prints `part.gcode`, and the question about it.
    private static func printing() throws -> FollowerBench {
        var bench = FollowerBench { $0.autoRule = .print(FilamentRule()) }
        try bench.follow(Self.status())
        return bench
    }

    private static func status(_ state: String = "printing", path: String = "null") -> String {
        """
        {"webhooks":{"state":"ready"},"print_stats":{"state":"\(state)","filename":"part.gcode"},\
        "virtual_sdcard":{"progress":0.1,"file_path":\(path)},\
        "heater_bed":{"temperature":99.0,"target":100.0}}
        """
    }

    @Test func theFileIsAskedAboutOnceAPrintBegins() throws {
        var bench = FollowerBench { $0.autoRule = .print(FilamentRule()) }
        try bench.follow()
        #expect(bench.question == nil)
        bench.report(#"{"print_stats":{"state":"printing","filename":"part.gcode"}}"#)
        #expect(bench.question?.method == "server.files.metadata")
        bench.report(#"{"heater_bed":{"target":100.0}}"#)
        #expect(bench.question == nil)
        let unread = bench.bed??.chamberTarget
        #expect(unread == Celsius(0), "no heat before the answer")
    }

    @Test func byTheBedNobodyAsks() throws {
        var bench = FollowerBench()
        try bench.follow(Self.status())
        #expect(bench.question == nil)
        #expect(bench.bed == .some(BedReport(target: Celsius(100), isPrinting: true)))
    }

    /// An answer, the chamber's target, and where it comes from.
    private static let answers: [(answer: String, target: Double?, source: ChamberPlan.Source)] = [
        (#"{"chamber_temp":60.0,"filament_type":"ABS"}"#, 60, .print(Celsius(60))),
        (#"{"chamber_temp":300}"#, 0, .refused(300)),
        (#"{"chamber_temp":0,"filament_type":"ABS"}"#, 55, filament("ABS", 55)),
        (#"{"chamber_minimal_temp":45}"#, 45, .print(Celsius(45))),
        (#"{"chamber_temp":60,"chamber_minimal_temp":45}"#, 60, .print(Celsius(60))),
        (#"{"filament_type":"PLA"}"#, 0, filament("PLA", 0)),
        (#"{"filament_type":"ABS;PLA"}"#, 0, filament("PLA", 0, several: true)),
        (#"{"filament_type":"[\"ABS\", \"ASA\"]"}"#, 55, filament("ABS", 55, several: true)),
        (
            #"{"filament_type":"[\"PLA\", \"ABS\"]","referenced_tools":[1]}"#, 55,
            filament("ABS", 55)
        ),
        (
            #"{"filament_type":"[\"PLA\", \"ABS\"]","filament_weights":[0.0,12.5]}"#, 55,
            filament("ABS", 55)
        ),
        (
            #"{"chamber_temp":60,"filament_type":"[\"ABS\", \"PLA\"]","referenced_tools":[0,1]}"#,
            0, filament("PLA", 0, several: true)
        ),
        (
            #"{"chamber_temp":60,"filament_type":"[\"ABS\", \"PLA\"]","referenced_tools":[0]}"#,
            60, .print(Celsius(60))
        ),
        (
            #"{"chamber_temp":60,"filament_type":"[\"ABS\", \"PLA\"]","filament_weights":[0,2]}"#,
            0, filament("PLA", 0)
        ),
        (#"{"filename":"part.gcode"}"#, nil, .bed),
        (#"{}"#, nil, .bed),
        (#"{"filename":"other.gcode","chamber_temp":60}"#, 0, .otherFile),
        (#"{"chamber_temp":"warm","filament_type":"ABS"}"#, 0, .pending),
        (#"[]"#, 0, .pending),
    ]

    private static func filament(
        _ name: String,
        _ target: Double,
        several: Bool = false
    ) -> ChamberPlan.Source {
        .filament(name, Celsius(target), isOneOfSeveral: several)
    }

    @Test(arguments: answers.indices)
    func theAnswerNamesTheChamber(row: Int) throws {
        let (answer, target, source) = Self.answers[row]
        var bench = try Self.printing()
        try bench.answer(answer)
        let told = bench.bed ?? nil
        let bed = try #require(told)
        #expect(bed.chamberTarget?.degrees == target)
        #expect(bench.report?.plan.source == source)
    }

    @Test func aFileWithoutMetadataHeatsByTheBedAndIsAskedAboutAgain() throws {
        var bench = try Self.printing()
        try bench.fail(404, "Metadata not available for <part.gcode>")
        #expect(bench.bed == .some(BedReport(target: Celsius(100), isPrinting: true)))
        bench.pass(.seconds(15))
        bench.report(#"{"heater_bed":{"temperature":99.5}}"#)
        #expect(bench.question?.method == "server.files.metadata")
        try bench.answer(#"{"filament_type":"PLA"}"#)
        let told = bench.bed ?? nil
        let bed = try #require(told)
        #expect(bed.chamberTarget == Celsius(0))
    }

    @Test func anAnswerAboutAnEarlierFileSaysNothing() throws {
        var bench = try Self.printing()
        let earlier = try #require(bench.question?.id)
        bench.report(#"{"print_stats":{"filename":"next.gcode"}}"#)
        bench.receive(#"{"jsonrpc":"2.0","id":\#(earlier),"result":{"chamber_temp":60}}"#)
        let told = bench.bed ?? nil
        let bed = try #require(told)
        #expect(bed.chamberTarget == Celsius(0))
    }

    @Test func theNextPrintOfTheSameFileAsksAgain() throws {
        var bench = try Self.printing()
        try bench.answer(#"{"chamber_temp":60}"#)
        bench.report(#"{"print_stats":{"state":"complete"}}"#)
        #expect(bench.question == nil)
        bench.report(#"{"print_stats":{"state":"printing"}}"#)
        #expect(bench.question?.method == "server.files.metadata")
    }

    @Test func anotherOpenFileThanTheOneReportedIsNoHeat() throws {
        var bench = FollowerBench { $0.autoRule = .print(FilamentRule()) }
        try bench.follow(Self.status(path: #""/gcodes/other.gcode""#))
        try bench.answer(#"{"chamber_temp":60}"#)
        #expect(bench.report?.plan.source == .otherFile)
        bench.report(#"{"virtual_sdcard":{"file_path":"/gcodes/part.gcode"}}"#)
        let told = bench.bed ?? nil
        let bed = try #require(told)
        #expect(bed.chamberTarget == Celsius(60))
    }
}
