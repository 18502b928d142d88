import Chamber
import SwitchCore
import Testing

@Suite struct ProbesDisagreeColdTests {
    /// A calibrated board whose probes read alike at rest, off for an hour with the element `off` K above.
    private static func afterAnHour(_ off: Double) throws -> ControllerBench {
        var configuration = ControllerBench.configuration
        configuration.model = try .measured()
        var bench = ControllerBench.ready(configuration)
        bench.element = .degrees(25 + off)
        bench.run(seconds: 3_700)
        return bench
    }

    @Test(arguments: [0.0, 0.8, -0.8])
    func aLittleIsNothing(off: Double) throws {
        let bench = try Self.afterAnHour(off)
        #expect(bench.snapshot.warnings.isEmpty && bench.snapshot.latch == nil)
    }

    @Test(arguments: [1.7, -1.7])
    func moreThanAKelvinIsAWarning(off: Double) throws {
        let bench = try Self.afterAnHour(off)
        #expect(bench.snapshot.warnings.contains(.probesDisagreeCold))
        #expect(bench.snapshot.latch == nil)
    }

    @Test func moreThanThreeLatchesUntilTheyAgreeAgain() throws {
        var bench = try Self.afterAnHour(3.6)
        #expect(bench.snapshot.latch?.code == .probesDisagreeCold)
        #expect(bench.answer(to: .clearLatch) == .refused(.conditionPersists))
        bench.element = .degrees(25.5)
        bench.run(seconds: 10)
        #expect(bench.answer(to: .clearLatch) == .applied)
    }

    @Test func aBoardThatNobodyCalibratedHasNothingToCompareWith() {
        var bench = ControllerBench.ready()
        bench.element = .degrees(29)
        bench.run(seconds: 3_700)
        #expect(bench.snapshot.latch == nil && bench.snapshot.warnings.isEmpty)
    }

    @Test func aHotBedMakesGradientsAndIsNoRest() throws {
        var configuration = ControllerBench.configuration
        configuration.model = try .measured()
        var bench = ControllerBench.ready(configuration)
        bench.element = .degrees(29)
        let bed = BedReport(target: Celsius(100), isPrinting: true)
        for _ in 0..<125 {
            bench.wish(.reportBed(bed), from: Requester(.printer))
            bench.run(seconds: 30)
        }
        #expect(bench.snapshot.latch == nil)
    }
}

extension ThermalModel {
    /// The conservative model as a calibration would have measured it, the probes alike at 25 °C.
    static func measured() throws -> ThermalModel {
        let model = ThermalModel(
            slopeKelvinPerSecond: 0.162,
            deadTimeSeconds: 30,
            holdDutyPerKelvin: 0.0139,
            room: Celsius(25),
            elementExcessKelvin: 43,
            elementTimeConstantSeconds: 40,
            origin: .calibrated
        )
        return try #require(model).with(
            balance: ElementBalance(
                curve: ExcessCurve(base: 43, perKelvin: 0, perSquareKelvin: 0, highest: 60),
                airLagSeconds: 20,
                restChamber: 25,
                restElement: 25
            ),
            referenceDutyPerKelvin: nil
        )
    }
}
