import Chamber
import SwitchCore
import Testing

/// Two probes in one chamber: the mean regulates, the limits apply to the hotter one.
@Suite struct SecondChamberProbeTests {
    static let configuration = {
        var configuration = ControllerBench.configuration
        configuration.chamberSecond = ControllerBench.probe
        return configuration
    }()

    static func bench(_ first: Double, _ second: Double) -> ControllerBench {
        var bench = ControllerBench(configuration)
        bench.chamber = .degrees(first)
        bench.chamberSecond = .degrees(second)
        bench.run(seconds: 3)
        return bench
    }

    @Test func theMeanRegulates() {
        var mean = Self.bench(46, 50)
        var single = ControllerBench()
        single.chamber = .degrees(48)
        single.run(seconds: 3)
        _ = mean.answer(to: .heat(to: Celsius(50)))
        _ = single.answer(to: .heat(to: Celsius(50)))
        #expect(abs(mean.snapshot.duty.fraction - single.snapshot.duty.fraction) < 0.002)
        #expect(mean.snapshot.duty > .off)
        #expect(mean.snapshot.activity == .heating)
    }

    @Test func theMeanDecidesWhetherItHolds() {
        var bench = Self.bench(48, 52)
        _ = bench.answer(to: .heat(to: Celsius(50)))
        #expect(bench.snapshot.activity == .holding)
    }

    @Test func theHotterOneTripsWhicheverItIs() {
        var bench = Self.bench(50, 50)
        bench.ramp(from: 50, to: 84.7) { $0.chamberSecond = $1 }
        #expect(bench.snapshot.latch == nil)
        bench.ramp(from: 84.7, to: 85.3) { $0.chamberSecond = $1 }
        #expect(bench.snapshot.latch?.code == .overTemperature)
        #expect(bench.snapshot.latch?.probe == .chamberSecond)
        #expect(bench.answer(to: .clearLatch) == .refused(.conditionPersists))
    }

    @Test func nothingHeatsBeforeBothHaveRead() {
        var bench = ControllerBench(Self.configuration)
        bench.wish(.heat(to: Celsius(50)))
        bench.run(seconds: 1.5)
        #expect(bench.snapshot.chamber.condition == .good)
        #expect(bench.snapshot.chamberSecond.condition == .waiting)
        #expect(bench.snapshot.isCold)
        bench.chamberSecond = .degrees(25)
        bench.run(seconds: 1)
        #expect(bench.snapshot.duty > .off)
    }

    @Test func onesFailureInHeatLatchesWithItsName() {
        var bench = Self.bench(30, 30)
        _ = bench.answer(to: .heat(to: Celsius(50)))
        bench.chamberSecond = .short
        bench.run(seconds: 2.5)
        #expect(bench.snapshot.latch?.code == .probeSingleFailure)
        #expect(bench.snapshot.latch?.probe == .chamberSecond)
        #expect(bench.snapshot.latch?.condition == .shortCircuit)
        #expect(bench.snapshot.isCold)
    }

    @Test func eachHasItsOwnCorrection() throws {
        var bench = Self.bench(40, 40)
        #expect(bench.answer(to: .setOffset(.chamberSecond, TemperatureDelta(2))) == .applied)
        bench.run(seconds: 15)
        let first = try #require(bench.snapshot.chamber.temperature)
        let second = try #require(bench.snapshot.chamberSecond.temperature)
        #expect(abs((second - first).kelvins - 2) < 0.01)
    }
}
