import Chamber
import SwitchCore
import Testing

/// The regulator within the controller: its first duty, its limits, and that nothing winds up
/// meanwhile. The plant's tests show how well it regulates.
@Suite struct RegulatorTests {
    /// More duty for a kelvin by the conservative model: the gain, 0.375 / (0.162 K/s · 30 s), and twice
    /// the load of 1.9 · 0.0139 / K, as the element must follow.
    private static let dutyPerKelvin = 0.375 / (0.162 * 30) + 2 * 1.9 * 0.0139
    /// Duty that holds 50 °C by that model: 0.0139 / K above 22 °C.
    private static let holdAtFifty = 0.0139 * 28

    /// The duty of the first step after heat was asked for.
    static func firstDuty(
        target: Double,
        chamber: Double,
        element: Double = 30,
        model: ThermalModel = .conservative
    ) -> Double {
        var configuration = ControllerBench.configuration
        configuration.model = model
        var bench = ControllerBench(configuration)
        bench.chamber = .degrees(chamber)
        bench.element = .degrees(element)
        bench.run(seconds: 4)
        bench.wish(.heat(to: Celsius(target)))
        bench.step()
        return bench.snapshot.duty.fraction
    }

    @Test func atTheSetPointItAsksForWhatHoldsIt() {
        #expect(abs(Self.firstDuty(target: 50, chamber: 50) - Self.holdAtFifty) < 0.05)
    }

    @Test(arguments: [-2.0, -1, 1, 3])
    func besideItItAsksForMoreOrLess(error: Double) {
        let atSetPoint = Self.firstDuty(target: 50 - error, chamber: 50 - error)
        let found = Self.firstDuty(target: 50, chamber: 50 - error)
        #expect(abs(found - atSetPoint - error * Self.dutyPerKelvin) < 0.003)
    }

    private static let saturated: [(target: Double, chamber: Double, duty: Double)] = [
        (50, 40, 1), (60, 15, 1), (50, 56, 0), (30, 70, 0),
    ]

    @Test(arguments: saturated.indices)
    func farAwayItAsksForAllOrNothing(row: Int) {
        let (target, chamber, duty) = Self.saturated[row]
        #expect(Self.firstDuty(target: target, chamber: chamber) == duty)
    }

    @Test(arguments: [95.0, 98, 100, 101])
    func theElementsLoopDecidesWhereItAsksForLess(element: Double) throws {
        let model = try #require(
            ThermalModel(
                slopeKelvinPerSecond: 0.162,
                deadTimeSeconds: 30,
                holdDutyPerKelvin: 0.0139,
                room: Celsius(22),
                elementExcessKelvin: 100,
                elementTimeConstantSeconds: 36
            )
        )
        // (limit − chamber) / excess + 0.04 / K below the limit, which is 2 K below the foldback.
        let expected = min(1, (100.0 - 30) / 100 + 0.04 * (100 - element))
        let found = Self.firstDuty(target: 60, chamber: 30, element: element, model: model)
        #expect(abs(found - expected) < 0.005)
    }

    @Test func anHourAtFullPowerLeavesNoHeatInStore() {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .heat(to: Celsius(50)))
        // Slowly, but not so slowly that the chamber counts as making no progress.
        var degrees = 25.0
        while degrees < 40 {
            degrees += 0.02
            bench.chamber = .degrees(degrees)
            bench.run(seconds: 5)
        }
        #expect(bench.snapshot.duty == .full)
        bench.ramp(from: degrees, to: 50) { $0.chamber = $1 }
        #expect(bench.snapshot.duty.fraction <= Self.holdAtFifty + 0.01)
    }

    @Test func anHourAboveTheSetPointLeavesNoColdInStore() {
        var bench = ControllerBench()
        bench.chamber = .degrees(60)
        bench.run(seconds: 3)
        _ = bench.answer(to: .heat(to: Celsius(50)))
        bench.run(seconds: 3_600)
        #expect(bench.snapshot.duty == .off)
        bench.ramp(from: 60, to: 50) { $0.chamber = $1 }
        #expect(bench.snapshot.duty.fraction >= 0.6 * Self.holdAtFifty)
    }

    @Test func anErrorThatStaysIsIntegrated() {
        var bench = ControllerBench()
        bench.chamber = .degrees(49.5)
        bench.run(seconds: 3)
        _ = bench.answer(to: .heat(to: Celsius(50)))
        let first = bench.snapshot.duty.fraction
        bench.run(seconds: 300)
        #expect(bench.snapshot.duty.fraction > first + 0.02)
    }

    @Test func aNewSessionKnowsWhatTheChamberLoses() {
        var bench = ControllerBench()
        bench.chamber = .degrees(49.5)
        bench.run(seconds: 3)
        _ = bench.answer(to: .heat(to: Celsius(50)))
        bench.run(seconds: 600)
        let before = bench.snapshot.duty.fraction
        _ = bench.answer(to: .setPower(false))
        _ = bench.answer(to: .setPower(true))
        #expect(abs(bench.snapshot.duty.fraction - before) < 0.05)
    }

    @Test func aNewSetPointKeepsWhatWasLearned() {
        var bench = ControllerBench()
        bench.chamber = .degrees(49.5)
        bench.run(seconds: 3)
        _ = bench.answer(to: .heat(to: Celsius(50)))
        bench.run(seconds: 600)
        let before = bench.snapshot.duty.fraction
        _ = bench.answer(to: .setTarget(Celsius(51)))
        let expected = before + Self.dutyPerKelvin
        #expect(abs(bench.snapshot.duty.fraction - expected) < 0.005)
    }

    @Test func aPauseByTheFoldbackLeavesNoHeatInStore() {
        var bench = ControllerBench.heating()
        bench.ramp(from: 60, to: 103) { $0.element = $1 }
        #expect(bench.snapshot.isFoldedBack && bench.snapshot.isCold)
        bench.run(seconds: 1_800)
        bench.ramp(from: 103, to: 98) { $0.element = $1 }
        bench.ramp(from: 30, to: 55) { $0.chamber = $1 }
        #expect(bench.snapshot.duty.fraction <= 0.0139 * 33 + 0.01)
    }
}
