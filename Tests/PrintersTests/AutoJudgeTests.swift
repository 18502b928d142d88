import Chamber
import Printers
import Surroundings
import SwitchCore
import Testing

/// What mode auto heats by, of a print's report.
@Suite struct AutoJudgeTests {
    private static let minute = Duration.minutes(1)

    private static func settings(
        _ rule: PrinterSettings.AutoRule,
        _ change: (inout PrinterSettings) -> Void = { _ in }
    ) -> PrinterSettings {
        var settings = PrinterSettings(deviceID: "0123456789ab")
        settings.autoRule = rule
        change(&settings)
        return settings
    }

    private static func job(
        _ state: PrintJob.State = .printing,
        bed: Double = 100,
        wish: PrintJob.ChamberWish = .none,
        filaments: [String]? = []
    ) -> PrintJob {
        var job = PrintJob()
        job.state = state
        job.bedTarget = Celsius(bed)
        job.chamberWish = wish
        job.filaments = filaments
        return job
    }

    /// A print's wish and filaments, what `auto: print` makes of them, and the chamber's target.
    private struct Row: Sendable {
        var wish = PrintJob.ChamberWish.none
        var filaments: [String]? = []
        var source: ChamberPlan.Source
        var target: Double?
    }

    private static let rows: [Row] = [
        Row(wish: .named(60), filaments: ["ABS"], source: .print(Celsius(60)), target: 60),
        Row(wish: .named(45), filaments: nil, source: .print(Celsius(45)), target: 45),
        Row(wish: .named(80), source: .print(Celsius(80)), target: 80),
        Row(wish: .named(300), filaments: ["ABS"], source: .refused(300), target: 0),
        Row(wish: .named(0), filaments: ["ASA"], source: filament("ASA", 55), target: 55),
        Row(wish: .pending, filaments: ["ABS"], source: .pending, target: 0),
        Row(wish: .otherFile, filaments: ["ABS"], source: .otherFile, target: 0),
        Row(filaments: ["ABS"], source: filament("ABS", 55), target: 55),
        Row(filaments: ["PLA"], source: filament("PLA", 0), target: 0),
        Row(filaments: ["TPU 95A"], source: filament("TPU 95A", 0), target: 0),
        Row(filaments: ["PVA"], source: filament("PVA", 0), target: 0),
        Row(filaments: ["ABS", "PLA"], source: filament("PLA", 0, several: true), target: 0),
        Row(filaments: ["ABS", "PETG"], source: filament("PETG", 40, several: true), target: 40),
        Row(filaments: ["ABS", "XYZ"], source: filament("ABS", 55, several: true), target: 55),
        Row(filaments: ["XYZ"], source: .bed, target: nil),
        Row(filaments: [], source: .bed, target: nil),
        Row(filaments: nil, source: .bed, target: nil),
        Row(
            wish: .namedForTheFirst(60),
            filaments: ["ABS", "PLA"],
            source: filament("PLA", 0, several: true),
            target: 0
        ),
        Row(
            wish: .namedForTheFirst(50),
            filaments: ["ABS", "ASA"],
            source: .print(Celsius(50)),
            target: 50
        ),
        // Only the second filament is used, and the target was written for the first.
        Row(wish: .namedForTheFirst(60), filaments: ["PLA"], source: filament("PLA", 0), target: 0),
    ]

    private static func filament(
        _ name: String,
        _ target: Double,
        several: Bool = false
    ) -> ChamberPlan.Source {
        .filament(name, Celsius(target), isOneOfSeveral: several)
    }

    @Test(arguments: rows.indices)
    func thePrintNamesTheTargetThenItsFilamentThenTheBed(row: Int) {
        let row = Self.rows[row]
        var judge = AutoJudge(Self.settings(.print(FilamentRule())))
        let job = Self.job(wish: row.wish, filaments: row.filaments)
        let judged = judge.judge(job, at: .zero)
        #expect(judged.plan.source == row.source)
        #expect(judged.bed.chamberTarget?.degrees == row.target)
        #expect(judged.bed.isPrinting && !judged.bed.isPreheating)
    }

    @Test func byTheBedNothingElseCounts() {
        var judge = AutoJudge(Self.settings(.bed))
        let judged = judge.judge(Self.job(wish: .named(60), filaments: ["PLA"]), at: .zero)
        #expect(judged.bed == BedReport(target: Celsius(100), isPrinting: true))
        #expect(judged.plan == ChamberPlan())
    }

    @Test func byTheFilamentAnUnknownOneIsNoHeatAndAPrinterThatNeverSaysHeatsByTheBed() {
        var judge = AutoJudge(Self.settings(.filament(FilamentRule())))
        let unknown = judge.judge(Self.job(wish: .named(60), filaments: ["XYZ"]), at: .zero)
        #expect(unknown.plan.source == .unknownFilament("XYZ"))
        #expect(unknown.bed.chamberTarget == Celsius(0))
        let empty = judge.judge(Self.job(filaments: []), at: .zero)
        #expect(empty.plan.source == .unknownFilament(""))
        #expect(judge.judge(Self.job(filaments: nil), at: .zero).bed.chamberTarget == nil)
    }

    // MARK: Before a print

    private static let idleRule = PrinterSettings.AutoRule.print(FilamentRule())

    @Test func aHotBedHeatsBeforeAPrintForItsTimeAndNoLonger() {
        var judge = AutoJudge(Self.settings(Self.idleRule) { $0.bedIdle = .minutes(45) })
        let idle = Self.job(.idle)
        #expect(judge.judge(idle, at: .zero).bed.isPreheating)
        let last = Instant.zero.advanced(by: .minutes(45) - .nanoseconds(1))
        #expect(judge.judge(idle, at: last).bed.isPreheating)
        let over = judge.judge(idle, at: Instant.zero.advanced(by: .minutes(45)))
        #expect(!over.bed.isPreheating && over.plan.isPreheatOver)
        let later = Instant.zero.advanced(by: .hours(1))
        let hotter = judge.judge(Self.job(.idle, bed: 110), at: later)
        #expect(!hotter.bed.isPreheating, "a new target of a bed that stays hot begins nothing")
    }

    @Test func withoutTheSettingAHotBedIsNoHeat() {
        var judge = AutoJudge(Self.settings(Self.idleRule))
        let judged = judge.judge(Self.job(.idle), at: .zero)
        #expect(!judged.bed.isPreheating && !judged.plan.isPreheatOver)
    }

    @Test(arguments: [PrintJob.State.finished, .failed, .idle])
    func aBedThatStaysHotAfterAPrintHeatsOnlyOnceItWasCold(state: PrintJob.State) {
        var judge = AutoJudge(Self.settings(Self.idleRule) { $0.bedIdle = .minutes(45) })
        _ = judge.judge(Self.job(.printing), at: .zero)
        #expect(!judge.judge(Self.job(state), at: .zero).bed.isPreheating)
        #expect(!judge.judge(Self.job(state, bed: 0), at: .zero).bed.isPreheating)
        #expect(judge.judge(Self.job(state), at: .zero).bed.isPreheating)
    }

    @Test func aLoadedColdFilamentStaysColdBeforeAPrint() {
        var judge = AutoJudge(Self.settings(Self.idleRule) { $0.bedIdle = .minutes(45) })
        let judged = judge.judge(Self.job(.idle, filaments: ["PLA"]), at: .zero)
        #expect(judged.bed.chamberTarget == Celsius(0))
    }

    @Test func bedOnlyHeatsWhetherOrNotAPrintRuns() {
        var judge = AutoJudge(Self.settings(.bedOnly))
        for time in [Duration.zero, .hours(5)] {
            let judged = judge.judge(Self.job(.idle), at: Instant.zero.advanced(by: time))
            #expect(judged.bed.isPreheating)
        }
        #expect(judge.judge(Self.job(.printing), at: .zero).bed.isPrinting)
    }

    // MARK: In a pause

    @Test func aLongPauseLowersTheChamberUntilThePrintGoesOn() {
        let settings = Self.settings(Self.idleRule) { settings in
            (settings.pauseHold, settings.pauseTarget) = (.minutes(30), Celsius(35))
        }
        var judge = AutoJudge(settings)
        let paused = Self.job(.paused, filaments: ["ABS"])
        #expect(judge.judge(paused, at: .zero).bed.highestTarget == nil)
        let before = Instant.zero.advanced(by: .minutes(30) - .nanoseconds(1))
        #expect(judge.judge(paused, at: before).plan.pauseTarget == nil)
        let long = judge.judge(paused, at: Instant.zero.advanced(by: .minutes(30)))
        #expect(long.bed.highestTarget == Celsius(35) && long.plan.pauseTarget == Celsius(35))
        let later = Instant.zero.advanced(by: .hours(1))
        #expect(judge.judge(Self.job(filaments: ["ABS"]), at: later).bed.highestTarget == nil)
        #expect(judge.judge(paused, at: later).bed.highestTarget == nil, "a new pause begins")
    }

    @Test func withoutPauseHoldAPauseLastsAsLongAsItLasts() {
        var judge = AutoJudge(Self.settings(.bed))
        for time in [Duration.zero, .hours(11)] {
            let judged = judge.judge(Self.job(.paused), at: Instant.zero.advanced(by: time))
            #expect(judged.bed.highestTarget == nil)
        }
    }
}
