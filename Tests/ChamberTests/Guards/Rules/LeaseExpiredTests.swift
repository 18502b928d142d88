import Chamber
import SwitchCore
import Testing

@Suite struct LeaseExpiredTests {
    static let remote = Requester(.homeAssistant, session: 7)

    static func leased(_ term: Duration) -> ControllerBench {
        var bench = ControllerBench()
        bench.run(seconds: 2)
        bench.wish(.heat(to: Celsius(50)), from: remote, lease: term)
        bench.step()
        return bench
    }

    @Test func heatEndsWhenNobodyRenews() throws {
        var bench = Self.leased(.seconds(60))
        bench.run(seconds: 59)
        #expect(bench.snapshot.settings.isOn)
        bench.run(seconds: 2)
        #expect(!bench.snapshot.settings.isOn)
        #expect(bench.snapshot.isCold)
        #expect(bench.snapshot.offReason == .leaseExpired)
        #expect(bench.snapshot.latch == nil)
    }

    @Test func renewingByTheHolderExtendsIt() {
        var bench = Self.leased(.seconds(60))
        bench.run(seconds: 50)
        #expect(bench.answer(to: .renewLease, from: Self.remote) == .applied)
        bench.run(seconds: 50)
        #expect(bench.snapshot.settings.isOn)
    }

    @Test func nobodyElseCanRenewIt() {
        var bench = Self.leased(.seconds(60))
        let stranger = Requester(.homeAssistant, session: 8)
        #expect(bench.answer(to: .renewLease, from: stranger) == .unchanged)
        bench.run(seconds: 61)
        #expect(!bench.snapshot.settings.isOn)
    }

    @Test(arguments: [(Duration.seconds(1), 10.0), (.hours(3), 300)])
    func theTermIsHeldToItsBounds(asked: Duration, seconds: Double) {
        var bench = Self.leased(asked)
        bench.run(seconds: seconds - 1)
        #expect(bench.snapshot.settings.isOn)
        bench.run(seconds: 2)
        #expect(!bench.snapshot.settings.isOn)
    }

    @Test func aPersonWhoAsksForHeatTakesTheLeaseAway() {
        var bench = Self.leased(.seconds(60))
        bench.wish(.setPower(true), from: Requester(.page))
        bench.run(seconds: 90)
        #expect(bench.snapshot.settings.isOn)
        #expect(bench.snapshot.lease == nil)
    }

    @Test func aDryingRunStartedByARemoteSessionNeedsItsRenewalToo() {
        var bench = ControllerBench.on(.drying)
        bench.wish(.startDrying, from: Self.remote, lease: .seconds(60))
        bench.run(seconds: 59)
        #expect(bench.snapshot.lease?.requester == Self.remote)
        #expect(bench.snapshot.drying.isRunning)
        bench.run(seconds: 2)
        #expect(!bench.snapshot.settings.isOn)
        #expect(!bench.snapshot.drying.isRunning)
        #expect(bench.snapshot.offReason == .leaseExpired)
    }

    @Test func aPersonWhoStartsDryingTakesTheLeaseAway() {
        var bench = Self.leased(.seconds(60))
        bench.wish(.startDrying, from: Requester(.page))
        bench.run(seconds: 90)
        #expect(bench.snapshot.drying.isRunning)
        #expect(bench.snapshot.lease == nil)
    }
}
