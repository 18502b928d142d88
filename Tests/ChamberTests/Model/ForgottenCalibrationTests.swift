import Chamber
import SwitchCore
import Testing

/// A calibration is forgotten on request, and only while nothing heats.
@Suite struct ForgottenCalibrationTests {
    private static func bench() -> ControllerBench {
        var restored = RestoredState()
        restored.model = .stored(
            .nominal(.calibrated),
            board: ControllerBench.configuration.fingerprint
        )
        return .ready(restored: restored)
    }

    private static func forgotten(_ events: [Event]) -> [Event] {
        events.filter { $0.kind == .calibrationForgotten }
    }

    @Test func theBoardsNumbersApplyAgainAndTheEventNamesWhoAsked() {
        var bench = Self.bench()
        #expect(bench.snapshot.model.origin == .calibrated)
        let events = bench.events(of: .forgetCalibration, from: Requester(.page, session: 4))
        #expect(bench.snapshot.model == ControllerBench.configuration.model)
        #expect(bench.snapshot.calibrationState == .missing)
        #expect(Self.forgotten(events).map(\.requester) == [Requester(.page, session: 4)])
    }

    @Test func thereIsNothingToForgetTwice() {
        var bench = Self.bench()
        #expect(bench.answer(to: .forgetCalibration) == .applied)
        #expect(bench.answer(to: .forgetCalibration) == .unchanged)
        #expect(Self.forgotten(bench.events).count == 1)
    }

    @Test func itIsRefusedWhileThePowerIsOn() {
        var bench = Self.bench()
        let model = bench.snapshot.model
        for wish in [Wish.heat(to: Celsius(50)), .setPower(true), .soak(at: Celsius(50))] {
            bench.wish(wish)
            bench.run(seconds: 1)
            #expect(bench.answer(to: .forgetCalibration) == .refused(.heatIsOn))
            #expect(bench.snapshot.model == model)
            bench.wish(.setPower(false))
            bench.run(seconds: 1)
        }
        #expect(Self.forgotten(bench.events).isEmpty)
        #expect(bench.answer(to: .forgetCalibration) == .applied)
    }

    @Test func aRunningCalibrationIsNotForgotten() {
        var bench = Self.bench()
        bench.wish(.calibrate)
        bench.run(seconds: 25)
        #expect(bench.answer(to: .forgetCalibration) == .refused(.heatIsOn))
        #expect(bench.snapshot.calibration?.phase == .heating)
    }

    @Test func aLatchStays() {
        var bench = Self.bench()
        bench.wish(.heat(to: Celsius(50)))
        bench.run(seconds: 2)
        bench.chamber = .open
        bench.run(seconds: 4)
        #expect(bench.answer(to: .forgetCalibration) == .applied)
        #expect(bench.snapshot.latch != nil)
        #expect(bench.answer(to: .clearLatch) == .refused(.conditionPersists))
    }
}
