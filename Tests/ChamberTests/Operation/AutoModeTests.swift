import Chamber
import SwitchCore
import Testing

/// Auto mode: heat and air by the printer's bed target.
@Suite struct AutoModeTests {
    /// A bench in auto mode whose printer has just reported this bed.
    static func bench(bed: Double, isPrinting: Bool = true) -> ControllerBench {
        var bench = ControllerBench.on(.auto)
        report(bed, isPrinting: isPrinting, to: &bench)
        return bench
    }

    static func report(_ bed: Double, isPrinting: Bool = true, to bench: inout ControllerBench) {
        let report = BedReport(target: Celsius(bed), isPrinting: isPrinting)
        bench.wish(.reportBed(report), from: Requester(.printer))
        bench.step()
    }

    private static let thresholds: [(bed: Double, heats: Bool, ventilates: Bool)] = [
        (0, false, false), (29.9, false, false), (30, false, true), (79.9, false, true),
        (80, true, true), (110, true, true),
    ]

    @Test(arguments: thresholds.indices)
    func theBedDecidesFromItsThresholdsOn(row: Int) {
        let (bed, heats, ventilates) = Self.thresholds[row]
        let bench = Self.bench(bed: bed)
        #expect(bench.snapshot.setPoint == (heats ? Celsius(60) : nil))
        #expect((bench.snapshot.duty > .off) == heats)
        #expect(bench.command?.isFanOn == ventilates)
        #expect(
            bench.snapshot.activity == (heats ? .heating : ventilates ? .ventilating : .waiting)
        )
    }

    @Test func whatBeganEndsThreeDegreesBelow() {
        var bench = Self.bench(bed: 80)
        Self.report(77, to: &bench)
        #expect(bench.snapshot.setPoint == Celsius(60))
        Self.report(76.9, to: &bench)
        #expect(bench.snapshot.setPoint == nil)
        Self.report(79.9, to: &bench)
        #expect(bench.snapshot.setPoint == nil, "anew only from the threshold on")
    }

    @Test func theFanHasTheSameHysteresis() {
        var bench = Self.bench(bed: 30)
        Self.report(27, to: &bench)
        #expect(bench.command?.isFanOn == true)
        Self.report(26.9, to: &bench)
        #expect(bench.command?.isFanOn == false)
        #expect(bench.snapshot.activity == .waiting)
    }

    private static let chamberTargets: [(chamber: Double, bed: Double, setPoint: Double?)] = [
        (55, 40, 55), (55, 0, 55), (0, 110, nil), (500, 110, 60),
    ]

    @Test(arguments: chamberTargets.indices)
    func theFilamentDecidesWhereTheReportNamesItsTarget(row: Int) {
        let (chamber, bed, setPoint) = Self.chamberTargets[row]
        var bench = ControllerBench.on(.auto)
        let report = BedReport(
            target: Celsius(bed),
            isPrinting: true,
            chamberTarget: Celsius(chamber)
        )
        bench.wish(.reportBed(report), from: Requester(.printer))
        bench.step()
        #expect(bench.snapshot.setPoint == setPoint.map { Celsius($0) })
    }

    @Test func aFilamentsTargetEndsWithThePrint() {
        var bench = ControllerBench.on(.auto)
        for isPrinting in [true, false] {
            let report = BedReport(
                target: Celsius(100),
                isPrinting: isPrinting,
                chamberTarget: Celsius(50)
            )
            bench.wish(.reportBed(report), from: Requester(.printer))
            bench.step()
            #expect(bench.snapshot.setPoint == (isPrinting ? Celsius(50) : nil))
        }
    }

    /// A report besides a print's with the bed at 100 °C, and the set point where the target is 60 °C.
    private static let reports: [(report: BedReport, setPoint: Double?)] = [
        (report(preheating: true), 60),
        (report(chamber: 55, preheating: true), 55),
        (report(chamber: 0, preheating: true), nil),
        (report(printing: true, chamber: 55, highest: 40), 40),
        (report(printing: true, chamber: 30, highest: 40), 30),
        (report(printing: true, highest: 40), 40),
        (report(printing: true, highest: 0), nil),
        (report(printing: true, chamber: 55, highest: 0), nil),
    ]

    private static func report(
        printing: Bool = false,
        chamber: Double? = nil,
        highest: Double? = nil,
        preheating: Bool = false
    ) -> BedReport {
        BedReport(
            target: Celsius(100),
            isPrinting: printing,
            chamberTarget: chamber.map { Celsius($0) },
            highestTarget: highest.map { Celsius($0) },
            isPreheating: preheating
        )
    }

    @Test(arguments: reports.indices)
    func aReportMayHeatBeforeAPrintAndLimitAPause(row: Int) {
        let (report, setPoint) = Self.reports[row]
        var bench = ControllerBench.on(.auto)
        bench.wish(.reportBed(report), from: Requester(.printer))
        bench.step()
        #expect(bench.snapshot.setPoint == setPoint.map { Celsius($0) })
        bench.wish(.reportBed(Self.report()), from: Requester(.printer))
        bench.step()
        #expect(bench.snapshot.setPoint == nil, "neither a print nor heat before one")
    }

    @Test func newThresholdsActAtOnce() {
        var bench = Self.bench(bed: 60)
        #expect(bench.snapshot.setPoint == nil)
        _ = bench.answer(to: .setHeatBedThreshold(Celsius(60)))
        #expect(bench.snapshot.setPoint == Celsius(60))
        _ = bench.answer(to: .setHeatBedThreshold(Celsius(63.1)))
        #expect(bench.snapshot.setPoint == nil)
        _ = bench.answer(to: .setFanBedThreshold(Celsius(63.1)))
        #expect(bench.snapshot.activity == .waiting)
    }

    @Test func aBedThatDoesNotPrintAsksForNothing() {
        var bench = Self.bench(bed: 100, isPrinting: false)
        #expect(bench.snapshot.setPoint == nil)
        #expect(bench.command?.isFanOn == false)
        Self.report(100, to: &bench)
        #expect(bench.snapshot.setPoint == Celsius(60))
        Self.report(100, isPrinting: false, to: &bench)
        #expect(bench.snapshot.setPoint == nil)
    }

    @Test func aReportIsGoodForAMinute() {
        var bench = Self.bench(bed: 100)
        bench.run(seconds: 59.9)
        #expect(bench.snapshot.setPoint == Celsius(60))
        #expect(bench.snapshot.bed?.target == Celsius(100))
        bench.step()
        #expect(bench.snapshot.setPoint == nil)
        #expect(bench.command?.heater == .off)
        #expect(bench.snapshot.bed == nil)
        Self.report(100, to: &bench)
        #expect(bench.snapshot.setPoint == Celsius(60))
    }

    @Test func reportsThatGoOnKeepTheHeat() {
        var bench = Self.bench(bed: 100)
        for _ in 0..<6 {
            bench.run(seconds: 30)
            Self.report(100, to: &bench)
            #expect(bench.snapshot.duty > .off)
        }
    }

    @Test func aPrinterThatLeavesEndsTheHeat() {
        var bench = Self.bench(bed: 100)
        bench.wish(.reportBed(nil), from: Requester(.printer))
        bench.step()
        #expect(bench.snapshot.setPoint == nil)
        #expect(bench.snapshot.bed == nil)
    }

    @Test func aReportFromBeforeCountsWhenAutoIsChosen() {
        var bench = ControllerBench.on(.alwaysOn)
        Self.report(100, to: &bench)
        _ = bench.answer(to: .setTarget(Celsius(48)))
        _ = bench.answer(to: .setMode(.auto))
        #expect(bench.snapshot.setPoint == Celsius(48))
    }

    @Test(arguments: [OperatingMode.alwaysOn, .drying])
    func otherModesDoNotAskTheBed(mode: OperatingMode) {
        var bench = ControllerBench.on(mode)
        let before = bench.snapshot.setPoint
        Self.report(100, to: &bench)
        #expect(bench.snapshot.setPoint == before)
    }

    @Test func withThePowerOffABedHeatsAndVentilatesNothing() {
        var bench = ControllerBench.ready()
        Self.report(100, to: &bench)
        #expect(bench.snapshot.isCold)
        #expect(bench.command?.isFanOn == false)
        #expect(bench.snapshot.bed?.isPrinting == true, "it is told all the same")
    }

    @Test func aBedReportIsNoEvent() {
        var bench = ControllerBench.on(.auto)
        let report = BedReport(target: Celsius(100), isPrinting: true)
        #expect(bench.events(of: .reportBed(report), from: Requester(.printer)).isEmpty)
    }
}
