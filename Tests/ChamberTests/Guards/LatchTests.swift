import Chamber
import SwitchCore
import Testing

@Suite struct LatchTests {
    static func latched() -> ControllerBench {
        var bench = ControllerBench.heating()
        bench.element = .open
        bench.run(seconds: 3)
        return bench
    }

    static func repaired() -> ControllerBench {
        var bench = latched()
        bench.element = .degrees(60)
        bench.run(seconds: 3)
        return bench
    }

    @Test func nothingHeatsWhileAFaultIsLatched() {
        var bench = Self.repaired()
        for wish in [
            Wish.setPower(true), .heat(to: Celsius(50)), .startDrying, .dryPreset(.pla),
            .dry(target: Celsius(50), hours: 4),
        ] {
            #expect(bench.answer(to: wish) == .refused(.latched))
            #expect(bench.snapshot.isCold)
            #expect(!bench.snapshot.settings.isOn)
        }
    }

    @Test func itStaysWhileItsConditionHolds() {
        var bench = Self.latched()
        #expect(bench.answer(to: .clearLatch) == .refused(.conditionPersists))
        #expect(bench.snapshot.latch != nil)
    }

    @Test func itClearsWhenAskedAndTheDiskIsClear() {
        var bench = Self.repaired()
        bench.isStoreWorking = false
        #expect(bench.answer(to: .clearLatch) == .applied)
        bench.run(seconds: 5)
        #expect(bench.snapshot.latch != nil && bench.snapshot.isClearing)
        bench.wish(
            .confirmLatchCleared(bench.snapshot.latch?.number ?? 0),
            from: Requester(.store)
        )
        bench.step()
        #expect(bench.snapshot.latch == nil)
        #expect(!bench.snapshot.settings.isOn, "clearing never heats by itself")
    }

    @Test func aStoreThatDoesNotAnswerLeavesItLatched() {
        var bench = Self.repaired()
        bench.isStoreWorking = false
        _ = bench.answer(to: .clearLatch)
        bench.run(seconds: 125)
        #expect(bench.snapshot.latch != nil && !bench.snapshot.isClearing)
    }

    @Test func onlyTheStoreCanConfirm() {
        var bench = Self.repaired()
        bench.isStoreWorking = false
        _ = bench.answer(to: .clearLatch)
        bench.wish(
            .confirmLatchCleared(bench.snapshot.latch?.number ?? 0),
            from: Requester(.api)
        )
        bench.step()
        #expect(bench.snapshot.latch != nil)
    }

    @Test func aLateConfirmationWritesTheFaultAgain() {
        var bench = Self.repaired()
        bench.isStoreWorking = false
        _ = bench.answer(to: .clearLatch)
        bench.run(seconds: 125)
        let number = bench.snapshot.latch?.number ?? 0
        let before = bench.events.count
        bench.wish(.confirmLatchCleared(number), from: Requester(.store))
        bench.step()
        #expect(bench.snapshot.latch?.number == number)
        let isWrittenAgain = bench.events[before...].contains { event in
            if case .latched(let record) = event.kind { return record.number == number }
            return false
        }
        #expect(isWrittenAgain)
    }

    @Test func aFaultSurvivesARestart() throws {
        let fault = try #require(Self.latched().snapshot.latch)
        var restored = RestoredState()
        restored.latch = .latched(fault)
        restored.lastFaultNumber = fault.number
        var bench = ControllerBench(restored: restored)
        bench.run(seconds: 3)
        #expect(bench.snapshot.latch == fault)
        #expect(bench.answer(to: .heat(to: Celsius(50))) == .refused(.latched))
    }

    @Test func anUnreadableStoreStartsLatched() {
        var restored = RestoredState()
        restored.latch = .unreadable("the disk is gone")
        var bench = ControllerBench(restored: restored)
        bench.run(seconds: 3)
        #expect(bench.snapshot.latch?.code == .stateUnreadable)
        #expect(bench.answer(to: .setPower(true)) == .refused(.latched))
    }

    @Test func aStoredPowerOnIsNeverResumed() {
        var restored = RestoredState()
        restored.settings.isOn = true
        restored.settings.mode = .alwaysOn
        restored.dryingRemaining = .hours(3)
        var bench = ControllerBench(restored: restored)
        for _ in 0..<100 {
            bench.step()
            #expect(bench.snapshot.isCold && !bench.snapshot.settings.isOn)
        }
        #expect(bench.snapshot.drying.remaining == .hours(3))
    }

    @Test func numbersGoOnCounting() throws {
        var bench = Self.repaired()
        let first = try #require(bench.snapshot.latch?.number)
        _ = bench.answer(to: .clearLatch)
        bench.step()
        bench.wish(.heat(to: Celsius(50)))
        bench.run(seconds: 2)
        bench.element = .short
        bench.run(seconds: 3)
        #expect(bench.snapshot.latch?.number == first + 1)
    }
}
