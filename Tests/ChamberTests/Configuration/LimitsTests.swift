import Chamber
import SwitchCore
import Testing

/// A board's limits, held to the ceilings.
@Suite struct LimitsTests {
    @Test func theDefaultsAreWithinTheirCeilings() {
        #expect(Limits().heldToCeilings == Limits())
    }

    @Test func everyLimitIsMovedUnderItsCeiling() {
        var limits = Limits()
        limits.highestTarget = Celsius(200)
        limits.chamberTrip = Celsius(200)
        limits.elementTrip = Celsius(400)
        limits.elementFoldback = Celsius(300)
        limits.elementResume = Celsius(250)
        limits.session = .hours(1_000)
        limits.dryingHours = 99
        let held = limits.heldToCeilings
        #expect(held.highestTarget == Celsius(70))
        #expect(held.chamberTrip == Celsius(85))
        #expect(held.elementTrip == Celsius(105))
        #expect(held.elementFoldback == Celsius(104))
        #expect(held.elementResume == Celsius(104))
        #expect(held.session == .hours(12))
        #expect(held.dryingHours == 12)
        #expect(held.heldToCeilings == held)
    }

    @Test func lowerLimitsStay() {
        var limits = Limits()
        limits.highestTarget = Celsius(45)
        limits.lowestTarget = Celsius(20)
        limits.chamberTrip = Celsius(60)
        limits.elementTrip = Celsius(90)
        limits.elementFoldback = Celsius(85)
        limits.elementResume = Celsius(80)
        limits.session = .hours(2)
        limits.dryingHours = 2
        #expect(limits.heldToCeilings == limits)
    }

    @Test func theElementsLimitsKeepTheirOrder() {
        var limits = Limits()
        limits.elementTrip = Celsius(95)
        let held = limits.heldToCeilings
        #expect(held.elementFoldback == Celsius(95), "never above the trip")
        #expect(held.elementResume == Celsius(95), "never above the foldback")
    }

    @Test func theLowestTargetIsNeverAboveTheHighest() {
        var limits = Limits()
        limits.lowestTarget = Celsius(90)
        limits.highestTarget = Celsius(50)
        #expect(limits.heldToCeilings.lowestTarget == Celsius(50))
    }

    @Test(arguments: [Int.min, -1, 0])
    func aDryingRunLastsAnHourAtLeast(hours: Int) {
        var limits = Limits()
        limits.dryingHours = hours
        #expect(limits.heldToCeilings.dryingHours == 1)
    }

    @Test func aControllerHoldsItsBoardToTheCeilings() {
        var configuration = ControllerBench.configuration
        configuration.limits.highestTarget = Celsius(200)
        configuration.limits.elementTrip = Celsius(400)
        configuration.limits.elementFoldback = Celsius(390)
        var bench = ControllerBench.heating(configuration)
        #expect(bench.answer(to: .setTarget(Celsius(150))) == .clamped)
        #expect(bench.snapshot.setPoint == Celsius(70))
        OverTemperatureTests.warm(&bench, element: 104.2, from: 60)
        #expect(bench.snapshot.isFoldedBack)
        OverTemperatureTests.warm(&bench, element: 105.3, from: 104.2)
        #expect(bench.snapshot.latch?.code == .overTemperature)
    }

    @Test(arguments: [(9.0, 5.0), (-9, -5), (1.5, 1.5), (.nan, 0)])
    func anOffsetIsHeldToItsCeiling(kelvins: Double, expected: Double) {
        #expect(TemperatureDelta(kelvins).heldToCeiling == TemperatureDelta(expected))
    }
}
