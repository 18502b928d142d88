import Chamber
import SwitchCore
import Testing

@Suite struct FactoryResetTests {
    /// A bench in which everything that can be set is set.
    static func changed(
        _ configuration: ControllerConfiguration = ControllerBench.configuration
    ) -> ControllerBench {
        var bench = ControllerBench.ready(configuration)
        for wish in [
            Wish.setTarget(Celsius(44)), .setFanBedThreshold(Celsius(50)),
            .setHeatBedThreshold(Celsius(90)), .setCustomDryingTarget(Celsius(41)),
            .setCustomDryingHours(3), .selectDryingPreset(.pla),
            .setOffset(.chamber, TemperatureDelta(1)), .setOffset(.element, TemperatureDelta(-1)),
        ] {
            #expect(bench.answer(to: wish) == .applied)
        }
        return bench
    }

    @Test func everySettingGoesBackToItsFactoryValue() {
        var bench = Self.changed()
        _ = bench.answer(to: .dryPreset(.petg))
        let page = Requester(.page)
        let events = bench.events(of: .restoreFactorySettings, from: page)
        #expect(events.map(\.kind) == [.dryingEnded, .poweredOff(.wish), .settingsChanged])
        #expect(events.allSatisfy { $0.requester == page })
        #expect(bench.snapshot.settings == OperatingSettings())
        #expect(bench.snapshot.offsets == ProbeOffsets())
        #expect(bench.snapshot.drying.remaining == .hours(12))
        #expect(!bench.snapshot.drying.isRunning)
        #expect(bench.command?.heater == .off)
        #expect(bench.snapshot.settingsChangedBy == page)
    }

    @Test func turningOffAloneIsAChangeToo() {
        var bench = ControllerBench.on(.auto)
        #expect(bench.snapshot.settings.isOn)
        #expect(bench.answer(to: .restoreFactorySettings) == .applied)
        #expect(bench.snapshot.settings == OperatingSettings())
    }

    @Test func aBoardsLowerLimitsHoldTheFactoryValuesToo() {
        var configuration = ControllerBench.configuration
        configuration.limits.highestTarget = Celsius(50)
        configuration.limits.dryingHours = 4
        var bench = Self.changed(configuration)
        _ = bench.answer(to: .restoreFactorySettings)
        #expect(bench.snapshot.settings.target == Celsius(50))
        #expect(bench.snapshot.settings.customDryingTarget == Celsius(50))
        #expect(bench.snapshot.settings.customDryingHours == 4)
        #expect(bench.snapshot.drying.remaining == .hours(4))
    }

    @Test func aLatchedFaultStays() {
        var bench = LatchTests.latched()
        let fault = bench.snapshot.latch
        #expect(bench.answer(to: .restoreFactorySettings) == .applied)
        #expect(bench.snapshot.latch == fault)
        #expect(bench.answer(to: .heat(to: Celsius(50))) == .refused(.latched))
    }
}
