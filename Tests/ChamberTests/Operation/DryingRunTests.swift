import Chamber
import SwitchCore
import Testing

/// The drying run: how it starts, counts down and ends.
@Suite struct DryingRunTests {
    private let page = Requester(.page)

    static func running(
        _ configuration: ControllerConfiguration = ControllerBench.configuration
    ) -> ControllerBench {
        // Near its target: a chamber that stays far below it is a fault of its own.
        var bench = ControllerBench(configuration)
        bench.chamber = .degrees(49.9)
        bench.run(seconds: 3)
        bench.wish(.dry(target: Celsius(50), hours: 1))
        bench.step()
        return bench
    }

    // MARK: Start

    @Test func aStartWithThePowerOnHeatsAtOnce() {
        var bench = ControllerBench.on(.auto)
        let events = bench.events(of: .startDrying, from: page)
        #expect(events.map(\.kind) == [.dryingStarted(target: Celsius(60), .hours(12))])
        #expect(events.map(\.requester) == [page])
        #expect(bench.snapshot.settings.mode == .drying)
        #expect(bench.snapshot.setPoint == Celsius(60))
        #expect(bench.snapshot.drying.isRunning)
        #expect(bench.snapshot.settingsChangedBy == page)
    }

    @Test func aStartWaitsAMinuteForThePower() {
        var bench = ControllerBench.ready()
        #expect(bench.events(of: .startDrying).isEmpty)
        #expect(bench.snapshot.drying.isRunning)
        bench.run(seconds: 59)
        #expect(bench.snapshot.drying.isRunning)
        #expect(bench.snapshot.drying.remaining == .hours(12), "only heat is counted")
        #expect(bench.snapshot.isCold)
        let events = bench.events(of: .setPower(true), from: page)
        #expect(
            events.map(\.kind) == [
                .poweredOn(.drying, target: Celsius(60)),
                .dryingStarted(target: Celsius(60), .hours(12)),
            ]
        )
        #expect(events.allSatisfy { $0.requester == page })
        #expect(bench.snapshot.setPoint == Celsius(60))
    }

    @Test func afterAMinuteTheStartIsForgotten() {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .startDrying)
        bench.run(seconds: 60)
        #expect(!bench.snapshot.drying.isRunning)
        _ = bench.answer(to: .setPower(true))
        #expect(bench.snapshot.setPoint == nil)
        #expect(bench.snapshot.activity == .waiting)
    }

    @Test func everythingInOneWishStarts() {
        var bench = ControllerBench.ready()
        let events = bench.events(of: .dry(target: Celsius(50), hours: 6), from: page)
        #expect(
            events.map(\.kind) == [
                .poweredOn(.drying, target: Celsius(60)),
                .dryingStarted(target: Celsius(50), .hours(6)),
            ]
        )
        #expect(bench.snapshot.setPoint == Celsius(50))
        #expect(bench.snapshot.settings.dryingPreset == .custom)
        #expect(bench.snapshot.settings.customDryingHours == 6)
    }

    private static let presets: [(DryingPreset, Celsius, Duration)] = [
        (.pla, Celsius(55), .hours(12)), (.petg, Celsius(60), .hours(12)),
        (.custom, Celsius(47), .hours(5)),
    ]

    @Test(arguments: presets)
    func aPresetHasItsTemperatureAndHours(
        preset: DryingPreset,
        target: Celsius,
        length: Duration
    ) {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .setCustomDryingTarget(Celsius(47)))
        _ = bench.answer(to: .setCustomDryingHours(5))
        let events = bench.events(of: .dryPreset(preset))
        #expect(events.last?.kind == .dryingStarted(target: target, length))
        #expect(bench.snapshot.setPoint == target)
    }

    @Test func aWholeRunAskedForAgainBeginsAnew() {
        var bench = Self.running()
        bench.run(seconds: 600)
        _ = bench.answer(to: .dry(target: Celsius(45), hours: 1))
        #expect(bench.snapshot.drying.remaining > .minutes(59))
        #expect(bench.snapshot.setPoint == Celsius(45))
    }

    @Test func aStartInARunDoesNotDisturbIt() {
        var bench = Self.running()
        bench.run(seconds: 600)
        let before = bench.snapshot.drying.remaining
        #expect(bench.answer(to: .startDrying) == .unchanged)
        #expect(bench.snapshot.drying.remaining == before - .milliseconds(100))
    }

    // MARK: Countdown

    @Test func itCountsDownWithThePowerOn() {
        var bench = Self.running()
        let before = bench.snapshot.drying.remaining
        bench.run(seconds: 90)
        #expect(bench.snapshot.drying.remaining == before - .seconds(90))
    }

    @Test func atItsEndTheHeatEndsAndThePowerStays() throws {
        var bench = Self.running()
        var length: Double?
        let events = bench.events { length = $0.run(atMost: 3_700) { $0.snapshot.isCold } }
        #expect(abs(try #require(length) - 3_600) <= 0.2)
        #expect(events.filter(\.isOfTheRun).map(\.kind) == [.dryingEnded])
        #expect(events.allSatisfy { $0.requester == .controller })
        #expect(!bench.snapshot.drying.isRunning)
        #expect(bench.snapshot.drying.remaining == .hours(1), "what the next run takes")
        #expect(bench.snapshot.settings.isOn && bench.snapshot.settings.mode == .drying)
        #expect(bench.snapshot.setPoint == nil)
        #expect(bench.snapshot.settingsChangedBy == .controller)
    }

    @Test func aRunAsLongAsTheSessionLimitComesToItsEnd() {
        var configuration = ControllerBench.configuration
        configuration.limits.session = .hours(1)
        var bench = Self.running(configuration)
        let events = bench.events { $0.run(seconds: 3_610) }
        #expect(events.filter(\.isOfTheRun).map(\.kind) == [.dryingEnded])
        #expect(bench.snapshot.settings.isOn)
    }

    @Test func newHoursSetTheCountdownOfARunUnderWay() {
        var bench = Self.running()
        bench.run(seconds: 600)
        _ = bench.answer(to: .setCustomDryingHours(3))
        #expect(bench.snapshot.drying.remaining == .hours(3) - .milliseconds(100))
        #expect(bench.snapshot.drying.isRunning)
    }

    // MARK: End

    private static let ends: [(Wish, isOnAfterwards: Bool)] = [
        (.stopDrying, true), (.setMode(.auto), true), (.setMode(.alwaysOn), true),
        (.heat(to: Celsius(50)), true), (.setPower(false), false),
        (.restoreFactorySettings, false),
    ]

    @Test(arguments: ends.indices)
    func whateverEndsARunIsToldWithWhoAsked(row: Int) {
        let (wish, isOn) = Self.ends[row]
        var bench = Self.running()
        bench.run(seconds: 10)
        let events = bench.events(of: wish, from: page)
        let ended = events.filter { $0.kind == .dryingEnded }
        #expect(ended.map(\.requester) == [page], "\(wish)")
        #expect(!bench.snapshot.drying.isRunning)
        #expect(bench.snapshot.settings.isOn == isOn)
        #expect(bench.snapshot.settingsChangedBy == page)
    }

    @Test(arguments: [Wish.stopDrying, .setMode(.auto), .setPower(false)])
    func aStartThatNeverBeganHasNoEnd(wish: Wish) {
        var bench = ControllerBench.ready()
        let events = bench.events { bench in
            #expect(bench.answer(to: .startDrying) == .applied)
            #expect(bench.answer(to: wish) == .applied)
        }
        #expect(!bench.snapshot.drying.isRunning)
        #expect(!events.map(\.kind).contains(.dryingEnded))
    }

    @Test func choosingDryingInARunChangesNothing() {
        var bench = Self.running()
        #expect(bench.answer(to: .setMode(.drying)) == .unchanged)
        #expect(bench.snapshot.drying.isRunning)
    }

    @Test func aFaultEndsTheRun() {
        var bench = Self.running()
        let events = bench.events { bench in
            bench.element = .open
            bench.run(seconds: 3)
        }
        #expect(events.map(\.kind).prefix(2) == [.dryingEnded, .poweredOff(.fault)])
        #expect(!bench.snapshot.drying.isRunning)
        #expect(bench.snapshot.drying.remaining == .hours(1))
    }

    // MARK: Limits

    @Test func aBoardsOwnLimitsHoldEveryProgramme() {
        var configuration = ControllerBench.configuration
        configuration.limits.highestTarget = Celsius(50)
        configuration.limits.dryingHours = 4
        for preset in DryingPreset.allCases {
            var bench = ControllerBench.ready(configuration)
            let events = bench.events(of: .dryPreset(preset))
            #expect(events.last?.kind == .dryingStarted(target: Celsius(50), .hours(4)))
            #expect(bench.snapshot.setPoint == Celsius(50))
        }
    }

    @Test func whatWasLeftOverARestartIsWhatTheNextStartTakes() {
        var restored = RestoredState()
        restored.settings.mode = .drying
        restored.settings.customDryingTarget = Celsius(45)
        restored.dryingRemaining = .hours(3)
        var bench = ControllerBench.ready(restored: restored)
        #expect(!bench.snapshot.drying.isRunning)
        _ = bench.answer(to: .setPower(true))
        #expect(bench.snapshot.isCold, "it is never resumed by itself")
        let events = bench.events(of: .startDrying)
        #expect(events.map(\.kind) == [.dryingStarted(target: Celsius(45), .hours(3))])
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .hours(13)])
    func aRemainderThatCannotBeIsAWholeProgramme(remaining: Duration) {
        var restored = RestoredState()
        restored.dryingRemaining = remaining
        restored.settings.customDryingHours = 7
        let bench = ControllerBench.ready(restored: restored)
        #expect(bench.snapshot.drying.remaining == .hours(7))
    }
}

extension Event {
    /// Without events of the controller's learning.
    fileprivate var isOfTheRun: Bool {
        if case .modelAdopted = kind { false } else { true }
    }
}
