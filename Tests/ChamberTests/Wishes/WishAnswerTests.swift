import Chamber
import SwitchCore
import Testing

/// The outcome of every wish on a board that reads well, is off and has factory settings.
@Suite struct WishAnswerTests {
    private typealias Row = (wish: Wish, answer: WishOutcome.Answer)

    /// Each wish at, inside and beyond its limits, with its answer.
    private static let table: [Row] = [
        (.setPower(true), .applied), (.setPower(false), .unchanged),
        (.setMode(.auto), .unchanged), (.setMode(.alwaysOn), .applied),
        (.setMode(.drying), .applied),
        (.setTarget(Celsius(60)), .unchanged), (.setTarget(Celsius(45)), .applied),
        (.setTarget(Celsius(0)), .applied), (.setTarget(Celsius(60.1)), .clamped),
        (.setTarget(Celsius(-0.1)), .clamped), (.setTarget(Celsius(.nan)), .clamped),
        (.setFanBedThreshold(Celsius(30)), .unchanged), (.setFanBedThreshold(Celsius(0)), .applied),
        (.setFanBedThreshold(Celsius(120)), .applied),
        (.setFanBedThreshold(Celsius(-0.1)), .refused(.outOfRange)),
        (.setFanBedThreshold(Celsius(120.1)), .refused(.outOfRange)),
        (.setHeatBedThreshold(Celsius(80)), .unchanged),
        (.setHeatBedThreshold(Celsius(40)), .applied),
        (.setHeatBedThreshold(Celsius(120)), .applied),
        (.setHeatBedThreshold(Celsius(39.9)), .refused(.outOfRange)),
        (.setHeatBedThreshold(Celsius(120.1)), .refused(.outOfRange)),
        (.selectDryingPreset(.custom), .unchanged), (.selectDryingPreset(.pla), .applied),
        (.selectDryingPreset(.petg), .applied),
        (.setCustomDryingTarget(Celsius(60)), .unchanged),
        (.setCustomDryingTarget(Celsius(50)), .applied),
        (.setCustomDryingTarget(Celsius(99)), .clamped),
        (.setCustomDryingHours(12), .unchanged), (.setCustomDryingHours(1), .applied),
        (.setCustomDryingHours(0), .clamped), (.setCustomDryingHours(13), .clamped),
        (.setCustomDryingHours(.min), .clamped), (.setCustomDryingHours(.max), .clamped),
        (.startDrying, .applied), (.stopDrying, .unchanged),
        (.heat(to: Celsius(60)), .applied), (.heat(to: Celsius(45)), .applied),
        (.heat(to: Celsius(61)), .clamped),
        (.dry(target: Celsius(60), hours: 12), .applied),
        (.dry(target: Celsius(61), hours: 6), .clamped),
        (.dry(target: Celsius(50), hours: 13), .clamped),
        (.dryPreset(.pla), .applied), (.dryPreset(.petg), .applied),
        (.dryPreset(.custom), .applied),
        (.renewLease, .unchanged),
        (.reportBed(nil), .applied),
        (.reportBed(BedReport(target: Celsius(100), isPrinting: true)), .applied),
        (.reportPandaClients(3), .applied),
        (.setOffset(.chamber, .zero), .unchanged),
        (.setOffset(.chamber, TemperatureDelta(-5)), .applied),
        (.setOffset(.element, TemperatureDelta(5.1)), .clamped),
        (.clearLatch, .refused(.nothingLatched)), (.confirmLatchCleared(1), .unchanged),
        (.restoreFactorySettings, .unchanged), (.calibrate, .applied),
        (.stopCalibration, .unchanged), (.forgetCalibration, .unchanged),
        (.restartRelayCount, .unchanged),
        (.soak(at: Celsius(50)), .applied),
        (.soak(at: Celsius(90)), .clamped), (.skipSoak, .unchanged),
        (.tune(Tuning()), .unchanged), (.silence(.snooze), .applied),
        (.silence(.end), .unchanged), (.setVolume(50), .unchanged), (.setVolume(0), .applied),
        (.setVolume(101), .clamped), (.setBrightness(0), .applied), (.setBrightness(-1), .clamped),
        (.setDryingTarget(Celsius(60)), .unchanged), (.setDryingTarget(Celsius(50)), .applied),
        (.setDryingTarget(Celsius(99)), .clamped),
        (.setShownTarget(Celsius(60)), .unchanged), (.setShownTarget(Celsius(45)), .applied),
        (.setShownTarget(Celsius(61)), .clamped), (.startDryingInMode, .unchanged),
        (.run(.auto), .applied), (.run(.alwaysOn), .applied), (.run(.drying), .applied),
        (.soakAtTarget, .applied), (.renewSession, .unchanged),
        (.dryFor(target: Celsius(50), minutes: 390), .applied),
        (.changeDrying(target: Celsius(50), addedMinutes: 60), .refused(.notDrying)),
    ]

    /// A place for every case: a new one does not compile until it has its row above.
    private static func place(of wish: Wish) -> Int {
        switch wish {
        case .setPower: 0
        case .setMode: 1
        case .setTarget: 2
        case .setFanBedThreshold: 3
        case .setHeatBedThreshold: 4
        case .selectDryingPreset: 5
        case .setCustomDryingTarget: 6
        case .setCustomDryingHours: 7
        case .startDrying: 8
        case .stopDrying: 9
        case .heat: 10
        case .dry: 11
        case .dryPreset: 12
        case .renewLease: 13
        case .reportBed: 14
        case .reportPandaClients: 15
        case .setOffset: 16
        case .clearLatch: 17
        case .confirmLatchCleared: 18
        case .restoreFactorySettings: 19
        case .calibrate: 20
        case .stopCalibration: 21
        case .soak: 22
        case .skipSoak: 23
        case .tune: 24
        case .silence: 25
        case .setVolume: 26
        case .setBrightness: 27
        case .forgetCalibration: 28
        case .restartRelayCount: 29
        case .setDryingTarget: 30
        case .setShownTarget: 31
        case .startDryingInMode: 32
        case .run: 33
        case .soakAtTarget: 34
        case .renewSession: 35
        case .dryFor: 36
        case .changeDrying: 37
        }
    }

    /// Whether a wish is no setting, but a report or an action.
    private static func isRepeatable(_ wish: Wish) -> Bool {
        switch wish {
        case .dry, .dryFor, .dryPreset, .reportBed, .reportPandaClients, .soak, .soakAtTarget,
            .silence:
            true
        // Drying begins again, as by the wish for a preset.
        case .run(let mode): mode == .drying
        case .setPower, .setMode, .setTarget, .setFanBedThreshold, .setHeatBedThreshold,
            .selectDryingPreset, .setCustomDryingTarget, .setCustomDryingHours, .startDrying,
            .stopDrying, .heat, .renewLease, .renewSession, .setOffset, .clearLatch,
            .confirmLatchCleared,
            .restoreFactorySettings, .calibrate, .stopCalibration, .forgetCalibration,
            .restartRelayCount, .skipSoak,
            .tune, .setVolume, .setBrightness, .setDryingTarget, .setShownTarget,
            .startDryingInMode, .changeDrying:
            false
        }
    }

    @Test func everyWishHasARow() {
        #expect(Set(Self.table.map { Self.place(of: $0.wish) }) == Set(0...37))
    }

    @Test(arguments: table.indices)
    func aWishIsAnsweredByWhatItChanged(row: Int) {
        let (wish, answer) = Self.table[row]
        var bench = ControllerBench.ready()
        #expect(bench.answer(to: wish) == answer, "\(wish)")
    }

    @Test(arguments: table.indices)
    func theSameWishAgainChangesNothing(row: Int) {
        let (wish, answer) = Self.table[row]
        var bench = ControllerBench.ready()
        _ = bench.answer(to: wish)
        let (settings, offsets) = (bench.snapshot.settings, bench.snapshot.offsets)
        let again = bench.answer(to: wish)
        let isAnsweredAlike = Self.isRepeatable(wish) || answer != .applied
        #expect(again == (isAnsweredAlike ? answer : .unchanged), "\(wish)")
        #expect(bench.snapshot.settings == settings)
        #expect(bench.snapshot.offsets == offsets)
    }

    @Test(arguments: table.indices)
    func whatIsUnchangedOrRefusedLeavesNoTrace(row: Int) {
        let (wish, answer) = Self.table[row]
        guard answer != .applied, answer != .clamped else { return }
        var bench = ControllerBench.ready()
        let before = bench.snapshot
        let events = bench.events(of: wish, from: Requester(.panda))
        #expect(events.isEmpty, "\(wish)")
        #expect(bench.snapshot.settings == before.settings)
        #expect(bench.snapshot.settingsChangedBy == before.settingsChangedBy)
        #expect(bench.snapshot.drying == before.drying)
    }

    @Test func whatIsMovedGoesToTheNearestNumberAllowed() {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .setTarget(Celsius(400)))
        _ = bench.answer(to: .setCustomDryingTarget(Celsius(-40)))
        _ = bench.answer(to: .setCustomDryingHours(99))
        _ = bench.answer(to: .setOffset(.element, TemperatureDelta(-80)))
        #expect(bench.snapshot.settings.target == Celsius(60))
        #expect(bench.snapshot.settings.customDryingTarget == Celsius(0))
        #expect(bench.snapshot.settings.customDryingHours == 12)
        #expect(bench.snapshot.offsets.element == TemperatureDelta(-5))
    }

    @Test func aLowerBoardMovesToItsOwnLimits() {
        var configuration = ControllerBench.configuration
        configuration.limits.highestTarget = Celsius(50)
        configuration.limits.dryingHours = 4
        var bench = ControllerBench.ready(configuration)
        #expect(bench.snapshot.settings.target == Celsius(50), "60 °C stood in the settings")
        #expect(bench.answer(to: .setTarget(Celsius(50.5))) == .clamped)
        #expect(bench.answer(to: .setCustomDryingHours(5)) == .clamped)
        #expect(bench.snapshot.settings.target == Celsius(50))
        #expect(bench.snapshot.settings.customDryingHours == 4)
        #expect(bench.snapshot.highestTarget == Celsius(50))
        #expect(bench.snapshot.longestDryingHours == 4)
    }
}
