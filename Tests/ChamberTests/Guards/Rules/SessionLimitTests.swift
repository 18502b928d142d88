import Chamber
import SwitchCore
import Testing

@Suite struct SessionLimitTests {
    static func heating(for limit: Duration) -> ControllerBench {
        var configuration = ControllerBench.configuration
        configuration.limits.session = limit
        return ControllerBench.heating(configuration)
    }

    @Test func heatThatNobodyAskedForAgainEnds() {
        var bench = Self.heating(for: .minutes(5))
        bench.run(seconds: 285)
        #expect(bench.snapshot.settings.isOn)
        bench.run(seconds: 20)
        #expect(!bench.snapshot.settings.isOn)
        #expect(bench.snapshot.isCold)
        #expect(bench.snapshot.offReason == .sessionLimit)
        #expect(bench.snapshot.latch == nil)
    }

    @Test func askingAgainBeginsItAnew() {
        var bench = Self.heating(for: .minutes(5))
        bench.run(seconds: 200)
        bench.wish(.setPower(true))
        bench.run(seconds: 200)
        #expect(bench.snapshot.settings.isOn)
    }

    @Test func renewingTheLeaseDoesNotRenewItAndRenewingTheSessionDoes() {
        for (wish, goesOn) in [(Wish.renewLease, false), (.renewSession, true)] {
            var bench = Self.heating(for: .minutes(5))
            let remote = Requester(.homeAssistant)
            bench.wish(.heat(to: Celsius(50)), from: remote, lease: .seconds(300))
            bench.run(seconds: 200)
            #expect(bench.answer(to: wish, from: remote) == .applied)
            bench.run(seconds: 200)
            #expect(bench.snapshot.settings.isOn == goesOn)
            #expect(goesOn || bench.snapshot.offReason == .sessionLimit)
        }
    }

    @Test func whoHoldsNoLeaseRenewsNoSession() {
        var bench = Self.heating(for: .minutes(5))
        bench.run(seconds: 200)
        #expect(bench.answer(to: .renewSession, from: Requester(.homeAssistant)) == .unchanged)
        bench.run(seconds: 200)
        #expect(bench.snapshot.offReason == .sessionLimit)
    }

    @Test func noBoardCanRaiseItsCeiling() {
        var limits = Limits()
        limits.session = .hours(48)
        #expect(limits.heldToCeilings.session == .hours(12))
    }
}
