import Chamber
import SwitchCore
import Testing

@Suite struct HeatingFailedTests {
    @Test func anElementThatStaysColdLatchesWithinAQuarterOfAMinute() throws {
        var bench = ControllerBench.ready()
        bench.element = .degrees(25)
        _ = bench.answer(to: .heat(to: Celsius(50)))
        let time = try #require(bench.run(atMost: 70) { $0.snapshot.latch != nil })
        #expect((10...15).contains(time))
        #expect(bench.snapshot.latch?.code == .heatingFailed)
        #expect(bench.snapshot.isCold)
    }

    @Test(arguments: [0.45, 0.7, 1.0])
    func aCalibratedHeaterOfLessPowerIsNoFault(share: Double) {
        #expect(ControllerBench.excess(of: share) == nil)
    }

    @Test func aCalibratedHeaterOfAThirdIsAFault() {
        #expect(ControllerBench.excess(of: 0.35) == .heatingFailed)
    }

    @Test func theWeakestHeaterThatNobodyCalibratedIsNoFault() {
        #expect(ControllerBench.excess(of: 0.3, isCalibrated: false) == nil)
        #expect(ControllerBench.excess(of: 0.1, isCalibrated: false) == .heatingFailed)
    }

    @Test func nothingIsExpectedWhileThePowerIsOff() {
        var bench = ControllerBench.ready()
        bench.element = .degrees(25)
        bench.run(seconds: 120)
        #expect(bench.snapshot.latch == nil)
    }
}
