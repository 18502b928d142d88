import Chamber
import SwitchCore
import Testing

/// What a running programme takes over from the settings, and when (wire contract, section 5).
@Suite struct DryingProgrammeTests {
    private func drying() -> ControllerBench {
        var bench = ControllerBench()
        bench.run(seconds: 3)
        _ = bench.answer(to: .dry(target: Celsius(50), hours: 6))
        bench.step()
        return bench
    }

    @Test func aNewCustomTemperatureIsForTheNextRun() {
        var bench = drying()
        #expect(bench.snapshot.setPoint == Celsius(50))
        _ = bench.answer(to: .setCustomDryingTarget(Celsius(55)))
        #expect(bench.snapshot.settings.customDryingTarget == Celsius(55))
        #expect(bench.snapshot.setPoint == Celsius(50))
        _ = bench.answer(to: .stopDrying)
        _ = bench.answer(to: .startDrying)
        bench.step()
        #expect(bench.snapshot.setPoint == Celsius(55))
    }

    @Test func aProgrammeThatIsChosenIsLoadedIntoTheRun() {
        var bench = drying()
        _ = bench.answer(to: .selectDryingPreset(.pla))
        bench.step()
        #expect(bench.snapshot.setPoint == Celsius(55))
        #expect(bench.snapshot.drying.remaining > .hours(11))
    }

    @Test(arguments: [DryingPreset.pla, .petg])
    func customHoursAreTheCustomProgrammesAlone(preset: DryingPreset) {
        var bench = ControllerBench()
        bench.run(seconds: 3)
        _ = bench.answer(to: .selectDryingPreset(preset))
        _ = bench.answer(to: .setCustomDryingHours(4))
        #expect(bench.snapshot.settings.customDryingHours == 4)
        #expect(bench.snapshot.drying.remaining == .hours(12))
    }

    @Test(arguments: DryingPreset.allCases)
    func onThePandasWireTheySetTheCountdownWhateverTheProgramme(preset: DryingPreset) {
        var bench = ControllerBench()
        bench.run(seconds: 3)
        _ = bench.answer(to: .selectDryingPreset(preset))
        _ = bench.answer(to: .setCustomDryingHours(4), from: Requester(.panda))
        #expect(bench.snapshot.drying.remaining == .hours(4))
        _ = bench.answer(to: .startDrying)
        _ = bench.answer(to: .setPower(true))
        bench.step()
        #expect(bench.snapshot.setPoint == bench.snapshot.settings.dryingTarget)
        #expect(bench.snapshot.drying.remaining <= .hours(4))
    }
}
