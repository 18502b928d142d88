import Chamber
import SwitchCore
import Testing

/// The blower: with the heater, and afterwards until element and chamber are below 40 °C.
@Suite struct FanTests {
    /// A bench that has heated and is off, both probes as given.
    static func afterHeat(chamber: Double, element: Double) -> ControllerBench {
        var bench = ControllerBench()
        bench.chamber = .degrees(chamber)
        bench.element = .degrees(element)
        bench.run(seconds: 3)
        bench.wish(.heat(to: Celsius(60)))
        bench.run(seconds: 3)
        bench.wish(.setPower(false))
        bench.run(seconds: 1)
        return bench
    }

    @Test func itRunsWithEveryDemandForHeat() {
        var bench = ControllerBench.ready()
        #expect(bench.command?.isFanOn == false)
        _ = bench.answer(to: .heat(to: Celsius(50)))
        #expect(bench.command?.heater ?? .off > .off)
        #expect(bench.command?.isFanOn == true)
    }

    private static let ends: [(chamber: Double, element: Double, runs: Bool)] = [
        (30, 40.2, true), (30, 39.8, false), (40.2, 30, true), (39.8, 30, false), (55, 90, true),
    ]

    @Test(arguments: ends.indices)
    func itRunsOnUntilBothAreCool(row: Int) {
        let (chamber, element, runs) = Self.ends[row]
        let bench = Self.afterHeat(chamber: chamber, element: element)
        #expect(bench.command?.isFanOn == runs)
        #expect(bench.snapshot.activity == (runs ? .coolingDown : .off))
    }

    @Test func itStaysOffOnceAllWasCool() {
        var bench = Self.afterHeat(chamber: 30, element: 60)
        bench.ramp(from: 60, to: 35) { $0.element = $1 }
        #expect(bench.command?.isFanOn == false)
        // The printer's bed or the sun warms both now, not the heater.
        bench.ramp(from: 30, to: 48) { $0.chamber = $1 }
        bench.ramp(from: 35, to: 50) { $0.element = $1 }
        #expect(bench.command?.isFanOn == false)
    }

    @Test func anElementThatIsHotWithoutHavingBeenAskedToIsCooled() {
        var bench = ControllerBench.ready()
        for step in 0..<600 {
            bench.element = .degrees(25 + Double(step) * 0.03)
            bench.step()
        }
        #expect(bench.command?.isFanOn == true, "it is at 43 °C in a chamber of 25 °C")
    }

    @Test func withoutAnElementProbeItRunsForFourMinutesAfterEveryOff() {
        var configuration = ControllerBench.configuration
        configuration.element = nil
        var bench = ControllerBench.ready(configuration)
        _ = bench.answer(to: .heat(to: Celsius(35)))
        bench.run(seconds: 20)
        _ = bench.answer(to: .setPower(false))
        bench.run(seconds: 230)
        #expect(bench.command?.isFanOn == true, "though the chamber is at 25 °C")
        bench.run(seconds: 20)
        #expect(bench.command?.isFanOn == false)
    }

    @Test func itRunsOnAfterAFaultToo() {
        var bench = ControllerBench.heating()
        bench.chamber = .open
        bench.run(seconds: 3)
        #expect(bench.snapshot.latch != nil)
        bench.chamber = .degrees(30)
        bench.run(seconds: 600)
        #expect(bench.command?.isFanOn == true, "the element is at 60 °C")
        bench.ramp(from: 60, to: 39) { $0.element = $1 }
        #expect(bench.command?.isFanOn == false)
        #expect(bench.snapshot.latch != nil)
    }

    @Test func withoutAReadingItRunsForSixMinutes() {
        var bench = ControllerBench.heating()
        bench.chamber = .busFault
        bench.element = .busFault
        bench.run(seconds: 5)
        #expect(bench.snapshot.latch?.code == .probeDualFailure)
        bench.run(seconds: 350)
        #expect(bench.command?.isFanOn == true)
        bench.run(seconds: 10)
        #expect(bench.command?.isFanOn == false)
    }

    @Test func aReadingThatComesBackHotLetsItRunAgain() {
        var bench = Self.afterHeat(chamber: 55, element: 60)
        bench.run(seconds: 400)
        bench.chamber = .busFault
        bench.element = .busFault
        bench.run(seconds: 20)
        #expect(bench.command?.isFanOn == true, "it was seen hot just now")
        bench.run(seconds: 360)
        #expect(bench.command?.isFanOn == false)
        bench.chamber = .degrees(55)
        bench.element = .degrees(60)
        bench.run(seconds: 5)
        #expect(bench.command?.isFanOn == true)
    }

    @Test func oneProbeThatStillReadsHotKeepsItGoing() {
        var bench = ControllerBench.heating()
        bench.chamber = .open
        bench.run(seconds: 900)
        #expect(bench.command?.isFanOn == true, "the element is at 60 °C")
        bench.ramp(from: 60, to: 35) { $0.element = $1 }
        #expect(bench.command?.isFanOn == false, "and the six minutes are over")
    }

    @Test func aHotElementAtTheStartTellsOfHeatBefore() {
        var bench = ControllerBench()
        bench.element = .degrees(70)
        bench.run(seconds: 1)
        #expect(bench.command?.isFanOn == true)
        #expect(bench.snapshot.activity == .coolingDown)
        bench.ramp(from: 70, to: 39) { $0.element = $1 }
        #expect(bench.command?.isFanOn == false)
        #expect(bench.snapshot.activity == .off)
    }

    @Test func itCoolsAHotElementAfterARestartWithALatchedFault() throws {
        var restored = RestoredState()
        restored.latch = .latched(try #require(LatchTests.latched().snapshot.latch))
        var bench = ControllerBench(restored: restored)
        bench.element = .degrees(70)
        bench.run(seconds: 1)
        #expect(bench.command?.isFanOn == true)
    }

    @Test func aColdStartLeavesItOff() {
        var bench = ControllerBench()
        for _ in 0..<100 {
            bench.step()
            #expect(bench.command?.isFanOn == false)
        }
    }

    @Test func itRunsWhileTheRelayIsClosedWhateverWasAsked() {
        var bench = ControllerBench.heating()
        bench.isSwitchDeaf = true
        _ = bench.answer(to: .setPower(false))
        #expect(bench.snapshot.isHeaterOn, "the switch has not heard of it yet")
        #expect(bench.command?.heater == .off)
        #expect(bench.command?.isFanOn == true)
    }

    @Test func aReleaseTemperatureOfTheBoardCounts() {
        var configuration = ControllerBench.configuration
        configuration.fanReleaseTemperature = Celsius(50)
        var bench = ControllerBench.heating(configuration)
        _ = bench.answer(to: .setPower(false))
        bench.ramp(from: 60, to: 50.3) { $0.element = $1 }
        #expect(bench.command?.isFanOn == true)
        bench.ramp(from: 50.3, to: 49.7) { $0.element = $1 }
        #expect(bench.command?.isFanOn == false)
    }
}
