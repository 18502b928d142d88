import Chamber
import SwitchCore
import Testing

/// What starts a calibration, what refuses it, and what ends it; the plant's tests show what it
/// measures.
@Suite struct CalibrationWishTests {
    /// A bench at rest whose calibration has come as far as full power.
    private static func heating() -> ControllerBench {
        var bench = ControllerBench.ready()
        bench.wish(.calibrate)
        bench.run(seconds: 25)
        return bench
    }

    private static func failure(in events: [Event]) -> CalibrationFailure? {
        for event in events {
            if case .calibrationFailed(let failure, _) = event.kind { return failure }
        }
        return nil
    }

    @Test func itRestsThenHeatsAtFullPowerWithTheBlowerOn() throws {
        var bench = ControllerBench.ready()
        #expect(bench.answer(to: .calibrate) == .applied)
        #expect(bench.snapshot.calibration?.phase == .resting)
        #expect(bench.snapshot.activity == .calibrating)
        #expect(bench.snapshot.settings.isOn)
        #expect(bench.snapshot.duty == .off)
        bench.run(seconds: 10)
        #expect(bench.snapshot.duty == .off)
        #expect(bench.command?.isFanOn == true)
        bench.run(seconds: 15)
        #expect(bench.snapshot.calibration?.phase == .heating)
        #expect(bench.snapshot.duty == .full)
        #expect(bench.snapshot.setPoint == nil)
    }

    @Test func aWarmElementIsNoRest() {
        var bench = ControllerBench()
        bench.element = .degrees(29)
        bench.run(seconds: 3)
        #expect(bench.answer(to: .calibrate) == .refused(.notAtRest))
        #expect(!bench.snapshot.settings.isOn)
    }

    @Test func aWarmChamberIsNoRest() {
        var bench = ControllerBench()
        (bench.chamber, bench.element) = (.degrees(41), .degrees(41))
        bench.run(seconds: 3)
        #expect(bench.answer(to: .calibrate) == .refused(.notAtRest))
    }

    @Test func aChamberThatStillCoolsIsFoundOut() {
        var bench = ControllerBench.ready()
        bench.wish(.calibrate)
        for step in 0..<250 {
            bench.chamber = .degrees(25 - 0.001 * Double(step))
            bench.step()
        }
        #expect(bench.snapshot.calibrationReport?.failure == .notAtRest)
        #expect(!bench.snapshot.settings.isOn)
        #expect(bench.snapshot.model == .conservative)
    }

    @Test func itIsRefusedWhileThePowerIsOn() {
        var bench = ControllerBench.on(.auto)
        #expect(bench.answer(to: .calibrate) == .refused(.powerIsOn))
        #expect(bench.snapshot.settings.isOn)
    }

    @Test func itIsRefusedWithALatchAndWithoutReading() {
        var bench = ControllerBench()
        bench.chamber = .open
        bench.run(seconds: 3)
        #expect(bench.answer(to: .calibrate) == .refused(.noReading))
        var latched = Self.heating()
        latched.chamber = .open
        latched.run(seconds: 4)
        latched.chamber = .degrees(25)
        latched.run(seconds: 4)
        #expect(latched.answer(to: .calibrate) == .refused(.latched))
    }

    @Test func aFaultEndsItInTheSameStep() {
        var bench = Self.heating()
        bench.element = .short
        let seconds = bench.run(atMost: 5) { $0.snapshot.latch != nil }
        #expect(seconds != nil)
        #expect(bench.snapshot.duty == .off)
        #expect(bench.snapshot.calibration == nil)
        #expect(bench.snapshot.calibrationReport?.failure == .fault)
    }

    @Test func powerOffEndsIt() {
        var bench = Self.heating()
        let events = bench.events(of: .setPower(false))
        #expect(Self.failure(in: events) == .stopped)
        #expect(bench.snapshot.duty == .off)
        #expect(bench.snapshot.model == .conservative)
    }

    @Test func stopEndsItAndIsNothingWithoutOne() {
        var bench = Self.heating()
        #expect(bench.answer(to: .stopCalibration) == .applied)
        #expect(!bench.snapshot.settings.isOn)
        #expect(bench.snapshot.duty == .off)
        #expect(bench.answer(to: .stopCalibration) == .unchanged)
    }

    @Test func anotherModeEndsItAndThePower() {
        var bench = Self.heating()
        let events = bench.events(of: .setMode(.alwaysOn))
        #expect(Self.failure(in: events) == .heatWanted)
        #expect(!bench.snapshot.settings.isOn)
        #expect(bench.snapshot.duty == .off)
    }

    @Test func theSameModeAgainChangesNothing() {
        var bench = Self.heating()
        #expect(bench.answer(to: .setMode(bench.snapshot.settings.mode)) == .unchanged)
        #expect(bench.snapshot.calibration?.phase == .heating)
    }

    @Test func heatTakesItsPlace() {
        var bench = Self.heating()
        let events = bench.events(of: .heat(to: Celsius(50)))
        #expect(Self.failure(in: events) == .heatWanted)
        #expect(bench.snapshot.setPoint == Celsius(50))
        #expect(bench.snapshot.settings.isOn)
    }

    @Test func aLeaseThatRunsOutEndsIt() {
        var bench = ControllerBench.ready()
        _ = bench.answer(to: .calibrate, lease: .seconds(10))
        bench.run(seconds: 12)
        #expect(bench.snapshot.calibrationReport?.failure == .leaseExpired)
        #expect(!bench.snapshot.settings.isOn)
    }

    @Test func askedTwiceItGoesOn() {
        var bench = Self.heating()
        #expect(bench.answer(to: .calibrate) == .unchanged)
        #expect(bench.snapshot.calibration?.phase == .heating)
    }

    @Test func aChamberThatDoesNotWarmGivesNoModel() {
        var bench = ControllerBench.ready()
        bench.wish(.calibrate)
        // The heater's work does not reach the probes.
        _ = bench.run(atMost: 400) { $0.snapshot.calibrationReport != nil }
        #expect(bench.snapshot.model == .conservative)
        #expect(bench.snapshot.duty == .off)
        #expect(!bench.snapshot.settings.isOn)
    }

    private static let hotBed = Wish.reportBed(BedReport(target: Celsius(90), isPrinting: true))

    @Test func aHotBedIsNoRest() {
        var bench = ControllerBench.ready()
        bench.wish(Self.hotBed, from: Requester(.printer))
        bench.step()
        #expect(bench.answer(to: .calibrate) == .refused(.bedIsHot))
    }

    @Test func aBedThatIsHeatedMeanwhileEndsIt() {
        var bench = Self.heating()
        bench.wish(Self.hotBed, from: Requester(.printer))
        bench.run(seconds: 1)
        #expect(bench.snapshot.calibrationReport?.failure == .bedHot)
        #expect(!bench.snapshot.settings.isOn && bench.snapshot.isCold)
    }
}
