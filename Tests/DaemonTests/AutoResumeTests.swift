import Chamber
import Daemon
import Surroundings
import SwitchCore
import Testing

/// Mode auto after a start, with `resume_auto: yes`.
@Suite struct AutoResumeTests {
    private static let start = Instant.zero.advanced(by: .hours(1))

    /// A controller that has just started with mode auto, and the bound printer's running print.
    private struct Scene {
        var snapshot = Snapshot()
        var status = DeviceStatus()
        var hasBeenDecided = false

        init() {
            snapshot.settings.mode = .auto
            snapshot.bed = BedReport(target: Celsius(100), isPrinting: true)
            status.printerLink = .connected
        }

        func changed(_ change: (inout Scene) -> Void) -> Scene {
            var scene = self
            change(&scene)
            return scene
        }

        func effect(after time: Duration = .zero) -> AutoResume.Effect? {
            AutoResume(at: AutoResumeTests.start).step(
                snapshot,
                status,
                hasBeenDecided: hasBeenDecided,
                at: AutoResumeTests.start.advanced(by: time)
            )
        }
    }

    @Test func aPrintThatStillRunsIsGivenItsChamber() {
        #expect(Scene().effect() == .resume)
    }

    @Test func aStaleReportOrNoPrintChangesNothing() {
        #expect(Scene().changed { $0.snapshot.bed = nil }.effect() == nil)
        let idle = BedReport(target: Celsius(100), isPrinting: false, isPreheating: true)
        #expect(Scene().changed { $0.snapshot.bed = idle }.effect() == nil)
        #expect(Scene().changed { $0.status.printerLink = .connecting }.effect() == nil)
    }

    @Test func nothingIsWaitedForLongerThanAPrintersStart() {
        let silent = Scene().changed { $0.snapshot.bed = nil }
        #expect(silent.effect(after: AutoResume.patience - .nanoseconds(1)) == nil)
        let words = "the printer has not reported a running print for 15 min"
        #expect(silent.effect(after: AutoResume.patience) == Self.refused(words))
        #expect(Scene().effect(after: AutoResume.patience) == Self.refused(words))
    }

    @Test func aFaultEndsIt() {
        var latch = Scene()
        latch.snapshot.latch = FaultRecord(
            number: 3,
            code: .relayStuck,
            at: .zero,
            probe: nil,
            condition: .good
        )
        #expect(latch.effect() == Self.refused("a fault is latched"))
    }

    @Test func withoutABoundPrinterThereIsNone() {
        let unbound = Scene().changed { $0.status.printerLink = .unbound }
        #expect(unbound.effect() == Self.refused("no printer is bound"))
        let alone = Scene().changed { $0.status.fileAuto = .target }
        #expect(alone.effect() == Self.refused("no printer is bound"))
    }

    @Test func anybodyWhoDecidesMeanwhileDecides() {
        #expect(Scene().changed { $0.hasBeenDecided = true }.effect() == .end(nil))
        #expect(Scene().changed { $0.snapshot.settings.mode = .drying }.effect() == .end(nil))
        let on = Scene().changed { scene in
            scene.snapshot.settings.isOn = true
            scene.snapshot.settingsChangedBy = Requester(.page)
        }
        #expect(on.effect() == .end(nil))
    }

    @Test func itIsToldOnceItIsOn() {
        let on = Scene().changed { scene in
            scene.snapshot.settings.isOn = true
            scene.snapshot.settingsChangedBy = Requester(.printer)
        }
        let text = "Mode auto is on again: it was before the restart, and the print goes on."
        #expect(on.effect() == .end(DeviceEvent(.printer, isTrouble: false, text)))
    }

    private static func refused(_ words: String) -> AutoResume.Effect {
        let text = "Mode auto was on before the restart and stays off: \(words)."
        return .end(DeviceEvent(.printer, isTrouble: false, text))
    }
}

/// What a run leaves for the next one.
@Suite struct ResumeMarkTests {
    private static func snapshot(
        isOn: Bool = true,
        _ mode: OperatingMode = .auto,
        off reason: OffReason = .boot,
        by requester: Requester = .controller
    ) -> Snapshot {
        var snapshot = Snapshot()
        snapshot.settings.isOn = isOn
        snapshot.settings.mode = mode
        snapshot.offReason = reason
        snapshot.settingsChangedBy = requester
        return snapshot
    }

    @Test func onlyModeAutoWithoutALeaseIsLeft() {
        let mark = ResumeMark(isAllowed: true, wasArmed: false)
        #expect(mark.follow(Self.snapshot()))
        #expect(!mark.follow(Self.snapshot(isOn: true, .alwaysOn)))
        #expect(!mark.follow(Self.snapshot(isOn: true, .drying)))
        var leased = Self.snapshot()
        leased.lease = LeaseStatus(requester: Requester(.api), remaining: .seconds(60))
        #expect(!mark.follow(leased))
    }

    @Test func offInAnyFormIsOffButForTheEndOfTheService() {
        let mark = ResumeMark(isAllowed: true, wasArmed: false)
        for requester in [Requester(.page), Requester(.button), Requester(.panda, session: 4)] {
            #expect(mark.follow(Self.snapshot()))
            #expect(!mark.follow(Self.snapshot(isOn: false, off: .wish, by: requester)))
        }
        for reason in [OffReason.fault, .sessionLimit, .overrun, .heatBalance, .clock] {
            #expect(mark.follow(Self.snapshot()))
            #expect(!mark.follow(Self.snapshot(isOn: false, off: reason)))
        }
        #expect(mark.follow(Self.snapshot()))
        #expect(mark.follow(Self.snapshot(isOn: false, off: .wish)), "the service ends")
    }

    @Test func whatIsOwedOutlivesAnotherPowerCutUntilItIsSettled() {
        let mark = ResumeMark(isAllowed: true, wasArmed: true)
        #expect(mark.isPending && mark.follow(Self.snapshot(isOn: false)))
        mark.settle()
        #expect(!mark.isPending && !mark.follow(Self.snapshot(isOn: false)))
    }

    @Test func withoutTheSettingNothingIsLeftOrResumed() {
        let mark = ResumeMark(isAllowed: false, wasArmed: true)
        #expect(!mark.isPending && !mark.follow(Self.snapshot()))
    }
}
