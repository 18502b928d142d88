import Chamber
import SwitchCore
import Testing

/// The contacts that stop heat: each rule's file, and the door's pause.
@Suite struct ContactRulesTests {
    private static let latching: [(contact: ContactName, code: FaultCode)] = [
        (.smoke, .smokeDetected), (.stop, .emergencyStop), (.cutout, .cutoutOpened),
    ]

    private static func configuration(
        _ contacts: [ContactName] = ContactName.allCases
    ) -> ControllerConfiguration {
        var configuration = ControllerBench.configuration
        configuration.contacts = ContactSet(contacts)
        return configuration
    }

    private static func heating() -> ControllerBench { .heating(configuration()) }

    @Test(arguments: latching)
    func anOpenContactLatchesInTheSameStep(_ contact: ContactName, _ code: FaultCode) {
        var bench = Self.heating()
        #expect(bench.snapshot.duty > .off)
        bench.openContacts[contact] = true
        bench.step()
        #expect(bench.snapshot.latch?.code == code)
        #expect(bench.snapshot.isCold)
        #expect(bench.command?.isSecondRelayClosed == false)
        #expect(bench.snapshot.contacts.open == ContactSet([contact]))
        var hasSounded = false
        for _ in 0..<100 {
            bench.step()
            hasSounded = hasSounded || bench.command?.indicators.contains(.buzzer) == true
        }
        #expect(hasSounded)
    }

    @Test(arguments: latching)
    func aContactLatchesAlsoWhereNothingHeats(_ contact: ContactName, _ code: FaultCode) {
        var bench = ControllerBench(Self.configuration())
        bench.run(seconds: 2)
        bench.openContacts[contact] = true
        bench.step()
        #expect(bench.snapshot.latch?.code == code)
    }

    @Test(arguments: latching)
    func clearingIsRefusedWhileTheContactIsOpenAndHeatsNothingAfterwards(
        _ contact: ContactName,
        _ code: FaultCode
    ) {
        var bench = Self.heating()
        bench.openContacts[contact] = true
        bench.run(seconds: 1)
        #expect(bench.answer(to: .clearLatch) == .refused(.conditionPersists))
        #expect(bench.answer(to: .setPower(true)) == .refused(.latched))
        bench.openContacts[contact] = false
        bench.run(seconds: 1)
        #expect(bench.snapshot.latch?.code == code, "closing it clears nothing")
        #expect(bench.answer(to: .clearLatch) == .applied)
        bench.run(seconds: 1)
        #expect(bench.snapshot.latch == nil)
        #expect(bench.snapshot.isCold)
        #expect(!bench.snapshot.settings.isOn)
    }

    @Test(arguments: latching)
    func aContactThatIsOpenAtTheStartLatchesInTheFirstStep(
        _ contact: ContactName,
        _ code: FaultCode
    ) {
        var bench = ControllerBench(Self.configuration())
        bench.openContacts[contact] = true
        bench.step()
        #expect(bench.snapshot.latch?.code == code)
        #expect(bench.answer(to: .heat(to: Celsius(50))) == .refused(.latched))
    }

    @Test(arguments: latching)
    func aLatchThatIsBeingClearedStandsAgainWhenItsContactOpens(
        _ contact: ContactName,
        _ code: FaultCode
    ) {
        var bench = Self.heating()
        bench.openContacts[contact] = true
        bench.step()
        bench.openContacts[contact] = false
        bench.isStoreWorking = false
        #expect(bench.answer(to: .clearLatch) == .applied)
        #expect(bench.snapshot.isClearing)
        bench.openContacts[contact] = true
        bench.step()
        #expect(bench.snapshot.latch?.code == code)
        #expect(!bench.snapshot.isClearing)
    }

    @Test(arguments: ContactName.allCases)
    func aContactThatTheBoardDoesNotHaveStopsNothing(_ contact: ContactName) {
        let others = ContactName.allCases.filter { $0 != contact }
        var bench = ControllerBench.heating(Self.configuration(others))
        bench.openContacts[contact] = true
        bench.run(seconds: 1)
        #expect(bench.snapshot.latch == nil)
        #expect(bench.snapshot.activity == .heating)
        #expect(bench.snapshot.duty > .off)
        #expect(bench.snapshot.contacts.open.isEmpty)
    }

    // MARK: the cut-out that resets itself

    private static func cycle(_ bench: inout ControllerBench) {
        bench.openContacts[.cutout] = true
        bench.run(seconds: 60)
        bench.openContacts[.cutout] = false
        bench.run(seconds: 60)
    }

    @Test func aCutOutThatOpensAgainIsSaidToCycle() {
        var bench = Self.heating()
        Self.cycle(&bench)
        #expect(!bench.snapshot.warnings.contains(.cutoutCycling))
        Self.cycle(&bench)
        #expect(bench.snapshot.warnings.contains(.cutoutCycling))
        #expect(bench.snapshot.latch?.code == .cutoutOpened)
        let said = bench.events.map(\.kind.sentence).filter { $0.contains("cycles") }
        #expect(said.count == 1)
        #expect(said.first?.contains("has opened 2 times") == true)
        bench.run(seconds: 2 * 3600)
        #expect(!bench.snapshot.warnings.contains(.cutoutCycling))
    }

    // MARK: the door

    @Test func anOpenDoorPausesTheHeatInTheSameStepAndOnce() {
        var bench = Self.heating()
        bench.element = .heated
        bench.run(seconds: 10)
        bench.openContacts[.door] = true
        bench.step()
        #expect(bench.snapshot.isCold)
        #expect(bench.snapshot.activity == .paused)
        #expect(bench.snapshot.setPoint == Celsius(55))
        bench.run(seconds: 600)
        #expect(bench.snapshot.isCold)
        #expect(bench.snapshot.latch == nil)
        #expect(bench.snapshot.warnings.isEmpty)
        #expect(bench.snapshot.settings.isOn)
        #expect(bench.events.filter { $0.kind == .heatPaused(.door) }.count == 1)
    }

    @Test func aClosedDoorLetsTheHeatGoOn() {
        var bench = ControllerBench(Self.configuration())
        bench.chamber = .degrees(54.5)
        bench.run(seconds: 2)
        bench.wish(.heat(to: Celsius(55)))
        bench.run(seconds: 60)
        let before = bench.snapshot.duty.fraction
        #expect(before > 0 && before < 1)
        bench.openContacts[.door] = true
        bench.ramp(from: 54.5, to: 51) { $0.chamber = $1 }
        bench.openContacts[.door] = false
        bench.step()
        #expect(bench.events.filter { $0.kind == .heatResumed(.door) }.count == 1)
        #expect(bench.snapshot.duty.fraction > before - 0.1)
    }

    @Test func powerThatIsTurnedOnAtAnOpenDoorWaitsForIt() {
        var bench = ControllerBench(Self.configuration())
        bench.openContacts[.door] = true
        bench.run(seconds: 2)
        #expect(bench.answer(to: .heat(to: Celsius(50))) == .applied)
        bench.run(seconds: 5)
        #expect(bench.snapshot.activity == .paused)
        #expect(bench.snapshot.isCold)
        bench.openContacts[.door] = false
        bench.step()
        #expect(bench.snapshot.activity == .heating)
        #expect(!bench.snapshot.isCold)
    }

    @Test func powerThatIsTurnedOffInAPauseStaysOff() {
        var bench = Self.heating()
        bench.openContacts[.door] = true
        bench.step()
        bench.wish(.setPower(false))
        bench.step()
        bench.openContacts[.door] = false
        bench.run(seconds: 5)
        #expect(bench.snapshot.isCold)
        #expect(!bench.events.contains { $0.kind == .heatResumed(.door) })
    }

    @Test func anOpenDoorEndsACalibrationAndNoneBeginsThere() {
        var bench = ControllerBench(Self.configuration())
        bench.run(seconds: 2)
        #expect(bench.answer(to: .calibrate) == .applied)
        bench.run(seconds: 1)
        bench.openContacts[.door] = true
        bench.step()
        #expect(bench.snapshot.isCold)
        #expect(bench.snapshot.calibration == nil)
        #expect(bench.snapshot.calibrationReport?.failure == .heatEscapes)
        #expect(!bench.snapshot.settings.isOn)
        #expect(bench.answer(to: .calibrate) == .refused(.doorIsOpen))
    }
}
