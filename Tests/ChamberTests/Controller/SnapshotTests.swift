import Chamber
import SwitchCore
import Testing

/// The snapshot: activity, set point, counters.
@Suite struct SnapshotTests {
    @Test func beforeTheFirstStepEverythingIsOff() {
        let bench = ControllerBench()
        #expect(bench.snapshot.activity == .off)
        #expect(bench.snapshot.offReason == .boot)
        #expect(bench.snapshot.setPoint == nil)
        #expect(bench.snapshot.isCold)
        #expect(bench.snapshot.step == 0)
        #expect(bench.snapshot.chamber.condition == .waiting)
    }

    @Test func stepsAreCountedAndTimed() {
        var bench = ControllerBench()
        bench.run(seconds: 4)
        #expect(bench.snapshot.step == 40)
        #expect(bench.snapshot.at == bench.now)
        #expect(bench.command?.sequence == 40)
        #expect(bench.command?.leaseEnd == bench.now.advanced(by: .seconds(3)))
    }

    @Test func offHasNoSetPoint() {
        let bench = ControllerBench.ready()
        #expect(bench.snapshot.activity == .off)
        #expect(bench.snapshot.setPoint == nil)
        #expect(bench.snapshot.settings.target == Celsius(60))
    }

    @Test func itHeatsThenHoldsThroughSmallDisturbances() {
        var bench = ControllerBench.heating()
        #expect(bench.snapshot.activity == .heating)
        #expect(bench.snapshot.setPoint == Celsius(55))
        bench.ramp(from: 30, to: 53.9) { $0.chamber = $1 }
        #expect(bench.snapshot.activity == .heating)
        bench.ramp(from: 53.9, to: 54.1) { $0.chamber = $1 }
        #expect(bench.snapshot.activity == .holding)
        bench.ramp(from: 54.1, to: 45) { $0.chamber = $1 }
        #expect(bench.snapshot.activity == .holding, "an open door is no new warm-up")
    }

    @Test func aNewSetPointIsANewWarmUp() {
        var bench = ControllerBench.heating()
        bench.ramp(from: 30, to: 55) { $0.chamber = $1 }
        #expect(bench.snapshot.activity == .holding)
        _ = bench.answer(to: .setTarget(Celsius(58)))
        #expect(bench.snapshot.activity == .heating)
        #expect(bench.snapshot.setPoint == Celsius(58))
    }

    @Test func onWithoutADemandIsWaitingEvenWhileItCools() {
        var bench = ControllerBench.heating()
        _ = bench.answer(to: .setMode(.auto))
        #expect(bench.snapshot.activity == .waiting)
        #expect(bench.command?.isFanOn == true)
        _ = bench.answer(to: .setPower(false))
        #expect(bench.snapshot.activity == .coolingDown)
    }

    @Test func aFaultIsToldBeforeAnythingElse() {
        let bench = LatchTests.latched()
        #expect(bench.snapshot.activity == .latched)
        #expect(bench.snapshot.setPoint == nil)
        #expect(bench.snapshot.offReason == .fault)
    }

    @Test func aLeaseIsToldWithWhatIsLeftOfIt() throws {
        var bench = LeaseExpiredTests.leased(.seconds(60))
        bench.run(seconds: 20)
        let lease = try #require(bench.snapshot.lease)
        #expect(lease.requester == LeaseExpiredTests.remote)
        #expect(lease.remaining == .seconds(40))
        _ = bench.answer(to: .setPower(false))
        #expect(bench.snapshot.lease == nil)
    }

    @Test func theRelaysWorkIsCounted() {
        var bench = ControllerBench.heating()
        bench.run(seconds: 600)
        #expect(bench.snapshot.switchings == 1, "at full power it closes once")
        let seconds = bench.snapshot.heaterOnTime.inSeconds
        #expect((605...610).contains(seconds))
        #expect(abs(bench.snapshot.energyWattHours - 300 * seconds / 3_600) < 0.1)
    }

    @Test func aClockThatGoesBackTakesNoEnergyBack() {
        var bench = ControllerBench.heating()
        bench.run(seconds: 60)
        let before = bench.snapshot.energyWattHours
        bench.step(after: .seconds(-50))
        #expect(bench.snapshot.energyWattHours >= before)
    }

    @Test func theDeliveredDutyFollowsOverAMinute() throws {
        var bench = ControllerBench.heating()
        #expect(bench.snapshot.duty == .full)
        bench.run(seconds: 600)
        #expect(bench.snapshot.deliveredDuty.fraction > 0.999)
        _ = bench.answer(to: .setPower(false))
        bench.run(seconds: 60)
        // One time constant of a first-order mean later: 1/e.
        #expect(abs(bench.snapshot.deliveredDuty.fraction - 0.368) < 0.005)
        bench.run(seconds: 600)
        #expect(bench.snapshot.deliveredDuty.fraction < 0.001)
    }

    @Test func theDeliveredDutyIsTheMeanOfOnAndOff() {
        var bench = ControllerBench()
        bench.chamber = .degrees(49.5)
        bench.run(seconds: 3)
        _ = bench.answer(to: .heat(to: Celsius(50)))
        var commanded = 0.0
        for _ in 0..<6_000 {
            bench.step()
            commanded = bench.snapshot.duty.fraction
        }
        #expect(abs(bench.snapshot.deliveredDuty.fraction - commanded) < 0.03)
    }
}
