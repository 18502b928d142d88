import Chamber
import Printers
import Surroundings
import SwitchCore
import Testing

/// A printer that a program tells of.
@Suite struct ToldMachineTests {
    private struct Bench {
        private(set) var machine: ToldMachine
        private(set) var now = Instant(nanoseconds: 1_000_000_000)
        private(set) var effects: [ToldMachine.Effect] = []

        init(_ change: (inout PrinterSettings) -> Void = { _ in }) {
            var settings = PrinterSettings(deviceID: "0123456789ab")
            change(&settings)
            machine = ToldMachine(name: "Rat", settings)
            step(.begin)
        }

        mutating func step(_ event: ToldMachine.Event) {
            effects = machine.step(event, at: now)
        }

        mutating func pass(_ time: Duration) {
            now = now.advanced(by: time)
            step(.tick)
        }

        var link: (state: PrinterLinkState, trouble: String)? {
            for case .news(.link(let state, let trouble)) in effects { return (state, trouble) }
            return nil
        }

        var bed: BedReport?? {
            for case .news(.bed(let bed)) in effects { return .some(bed) }
            return nil
        }
    }

    private func report(_ change: (inout ToldReport) -> Void = { _ in }) -> ToldReport {
        var report = ToldReport(.printing)
        report.bedTarget = Celsius(100)
        change(&report)
        return report
    }

    @Test func nothingToldIsNoHeat() {
        let bench = Bench()
        #expect(bench.link?.state == .connecting)
        #expect(bench.bed == nil)
    }

    @Test func aReportHeatsForAMinute() {
        var bench = Bench()
        bench.step(.told(report()))
        #expect(bench.link?.state == .connected)
        #expect(bench.bed == .some(BedReport(target: Celsius(100), isPrinting: true)))
        bench.pass(.milliseconds(59_999))
        #expect(bench.bed == nil)
        bench.pass(.milliseconds(1))
        #expect(bench.bed == .some(nil))
        #expect(bench.link?.state == .connecting)
        #expect(bench.link?.trouble.contains("for a minute") == true)
    }

    @Test func aReportIsAsOldAsItSays() {
        var bench = Bench()
        bench.step(.told(report { $0.age = .seconds(50) }))
        bench.pass(.milliseconds(9_999))
        #expect(bench.bed == nil)
        bench.pass(.milliseconds(1))
        #expect(bench.bed == .some(nil))
        bench.step(.told(report { $0.age = .seconds(60) }))
        #expect(bench.effects.isEmpty, "a report that is over when it comes")
    }

    @Test func withoutABedThereIsALackAndNoHeat() {
        var bench = Bench()
        bench.step(.told(report { $0.bedTarget = nil }))
        #expect(bench.bed == .some(BedReport(target: Celsius(0), isPrinting: true)))
        #expect(bench.link?.trouble.contains("bed_target_c") == true)
    }

    @Test func thePrintsOwnWishCountsWhereTheOwnerChoseIt() {
        var bench = Bench { $0.autoRule = .print(FilamentRule()) }
        bench.step(.told(report { ($0.chamberTarget, $0.filament) = (55, "ABS") }))
        #expect(bench.bed??.chamberTarget == Celsius(55))
        bench.step(.told(report { $0.filament = "PLA" }))
        #expect(bench.bed??.chamberTarget == Celsius(0))
        bench.step(.told(report { $0.chamberTarget = 300 }))
        #expect(bench.bed??.chamberTarget == Celsius(0), "no chamber has 300 °C")
    }

    @Test(arguments: [ToldReport.State.idle, .finished, .failed])
    func onlyAPrintHeats(state: ToldReport.State) {
        var bench = Bench()
        bench.step(.told(report { $0.state = state }))
        #expect(bench.bed == .some(BedReport(target: Celsius(100), isPrinting: false)))
    }
}
