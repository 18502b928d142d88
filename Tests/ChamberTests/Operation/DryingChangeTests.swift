import Chamber
import SwitchCore
import Testing

/// A drying run of hours and minutes, and changes to it while it runs.
@Suite struct DryingChangeTests {
    @Test func aRunTakesMinutesAndTheNextStartTakesThemToo() {
        var bench = ControllerBench.ready()
        #expect(bench.answer(to: .dryFor(target: Celsius(50), minutes: 390)) == .applied)
        #expect(bench.snapshot.drying.length == .minutes(390))
        #expect(bench.snapshot.drying.remaining > .minutes(389))
        #expect(bench.snapshot.settings.customDryingHours == 6, "the Panda Breath wire's number")
        _ = bench.answer(to: .setPower(false))
        #expect(bench.snapshot.drying.remaining == .minutes(390))
        _ = bench.answer(to: .setCustomDryingHours(6))
        #expect(bench.snapshot.drying.remaining == .hours(6), "whole hours are whole")
    }

    @Test(arguments: [(30, 60), (100_000, 720), (-5, 60), (Int.max, 720), (Int.min, 60)])
    func aLengthIsHeldToAnHourAndTheLongestRun(minutes: Int, held: Int) {
        var bench = ControllerBench.ready()
        let answer = bench.answer(to: .dryFor(target: Celsius(50), minutes: minutes))
        #expect(answer == .clamped)
        #expect(bench.snapshot.drying.length == .minutes(held))
    }

    @Test func theEndOfARunMovesAndItsLengthWithIt() {
        var bench = DryingRunTests.running()
        bench.run(seconds: 60)
        let left = bench.snapshot.drying.remaining
        let change = Wish.changeDrying(target: nil, addedMinutes: 90)
        #expect(bench.answer(to: change) == .applied)
        #expect(bench.snapshot.drying.length == .minutes(150))
        #expect(bench.snapshot.drying.remaining > left + .minutes(89))
        #expect(bench.snapshot.setPoint == Celsius(50))
    }

    @Test(arguments: [(-720, Duration.minutes(1)), (720, .hours(12)), (Int.min, .minutes(1))])
    func anEndIsHeldToAMinuteAndTheLongestRun(minutes: Int, left: Duration) {
        var bench = DryingRunTests.running()
        let change = Wish.changeDrying(target: nil, addedMinutes: minutes)
        #expect(bench.answer(to: change) == .clamped)
        #expect(bench.snapshot.drying.remaining > left - .seconds(2))
        #expect(bench.snapshot.drying.remaining <= left)
        #expect(bench.snapshot.drying.isRunning)
    }

    @Test func anotherTemperatureKeepsTheTimeAndMakesTheProgrammeTheCustomOne() {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .dryPreset(.pla))
        let left = bench.snapshot.drying.remaining
        let change = Wish.changeDrying(target: Celsius(48), addedMinutes: 0)
        #expect(bench.answer(to: change) == .applied)
        #expect(bench.snapshot.setPoint == Celsius(48))
        #expect(bench.snapshot.settings.dryingPreset == .custom)
        #expect(bench.snapshot.settings.dryingDuration == .hours(12))
        #expect(left - bench.snapshot.drying.remaining < .seconds(1))
        #expect(bench.answer(to: change) == .unchanged)
        let hot = Wish.changeDrying(target: Celsius(99), addedMinutes: 0)
        #expect(bench.answer(to: hot) == .clamped)
        #expect(bench.snapshot.setPoint == Celsius(60))
    }

    @Test func withoutARunThereIsNothingToChange() {
        var bench = ControllerBench.on(.alwaysOn)
        let change = Wish.changeDrying(target: Celsius(50), addedMinutes: 60)
        #expect(bench.answer(to: change) == .refused(.notDrying))
        #expect(bench.snapshot.drying.remaining == .hours(12))
    }
}
