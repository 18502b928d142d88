import Chamber
import Store
import Surroundings
import SwitchCore
import Testing
import TestSupport

/// Every kind of event comes back as it was and has its words.
@Suite struct StoredEventTests {
    static let kinds: [(kind: Event.Kind, word: String, sentence: String)] = [
        (.started, "started", "Started, with everything off"),
        (
            .poweredOn(.alwaysOn, target: Celsius(55)), "powered_on",
            "Turned on in mode always on, target 55.0 °C"
        ),
        (.poweredOff(.sessionLimit), "powered_off", "Turned off: the longest session is over"),
        (
            .dryingStarted(target: Celsius(60), .hours(12)), "drying_started",
            "Drying started: 60.0 °C for 12 h"
        ),
        (
            .dryingStarted(target: Celsius(50), .minutes(90)), "drying_started",
            "Drying started: 50.0 °C for 1 h 30 min"
        ),
        (.dryingEnded, "drying_ended", "Drying ended"),
        (.settingsChanged, "settings_changed", "Settings changed"),
        (
            .latched(.sample(3)), "latched",
            "Fault latched: Too hot. The element probe read 105.3 °C; the limit is 105.0 °C."
        ),
        (
            .latched(FaultRecord(number: 1, code: .outputLost, at: StoreBench.start)), "latched",
            "Fault latched: The outputs cannot be controlled. The program that drives the outputs "
                + "ended; it was started again with everything off."
        ),
        (
            .latched(
                FaultRecord(
                    number: 2,
                    code: .outputLost,
                    at: StoreBench.start,
                    value: 2.1,
                    limit: 2
                )
            ), "latched",
            "Fault latched: The outputs cannot be controlled. The switch did not acknowledge or "
                + "did not obey for 2.1 s; the limit is 2.0 s."
        ),
        (
            .clearApproved(.max), "clear_approved",
            "The fault's cause has gone: the fault is being cleared"
        ),
        (.latchCleared(.clock), "latch_cleared", "Fault cleared: The controller's clock stumbled"),
        (
            .warningRaised(.probeMismatch, value: 6, limit: 5), "warning_raised",
            "Warning: The two chamber probes disagree. The chamber probes differ by 6.0 K; "
                + "the limit is 5.0 K."
        ),
        (
            .warningEnded(.probeMismatch), "warning_ended",
            "Warning over: The two chamber probes disagree"
        ),
        (
            .foldbackBegan(Celsius(102.5)), "foldback_began",
            "Heater paused: the element reached 102.5 °C"
        ),
        (
            .foldbackEnded(Celsius(98.5)), "foldback_ended",
            "Heater released: the element has cooled to 98.5 °C"
        ),
        (
            .modelRefused(.otherBoard), "model_refused",
            "The learned model is not used: it was learned on another board; "
                + "the board file's numbers are used until a calibration"
        ),
        (.heatPaused(.door), "heat_paused", "Heat paused: door open"),
        (.heatResumed(.door), "heat_resumed", "Heat resumed: door closed"),
        (
            .calibrationForgotten, "calibration_forgotten",
            "Calibration forgotten: the board file's numbers apply until the next one"
        ),
        (
            .calibrationOutdated, "calibration_outdated",
            "Calibrate again: the stored calibration is of an earlier version and lacks what the "
                + "rules need to find faults early"
        ),
        (.soakEnded(.seconds(1500), isSkipped: true), "soak_ended", "Soak skipped after 25 min"),
        (.calibrationStarted, "calibration_started", "Calibration started"),
        (
            .calibrationFailed(.stopped, CalibrationFigures()), "calibration_failed",
            "Calibration ended without a model: it was stopped. Nothing was measured"
        ),
        (
            .modelAdopted(
                ModelChange(
                    old: .conservative,
                    new: .conservative,
                    cause: .learning,
                    quality: 0.9
                )
            ), "model_adopted",
            "Adjusted to your chamber: holding 55 °C now takes 46 % power (was 46 %)"
        ),
    ]

    @Test func everyKindComesBackWithItsWords() throws {
        let directory = try TemporaryDirectory()
        let bench = try StoreBench(directory)
        let requester = Requester(.page, session: .max)
        for (kind, _, _) in Self.kinds { bench.append(kind, from: requester) }
        let happened = bench.now
        bench.stop()

        let events = try StoreBench(directory).events().reversed()
        #expect(events.count == Self.kinds.count)
        for (stored, expected) in zip(events, Self.kinds) {
            let event = Event(at: happened, kind: expected.kind, requester: requester)
            #expect(stored.event == Occurrence(event))
            #expect(stored.kind == expected.word)
            #expect(stored.description == expected.sentence + " (asked for by the web page)")
            #expect(stored.wall == StoreBench.wall)
        }
    }

    @Test(arguments: DeviceEvent.Subject.allCases, [true, false])
    func whatTheControllerHadNoPartInComesBack(
        _ subject: DeviceEvent.Subject,
        isTrouble: Bool
    ) throws {
        let directory = try TemporaryDirectory()
        let bench = try StoreBench(directory)
        let event = DeviceEvent(subject, isTrouble: isTrouble, "The access code is wrong")
        bench.append(.device(event), from: Requester(.printer))
        bench.stop()
        let stored = try #require(StoreBench(directory).events().first)
        #expect(stored.event?.kind == .device(event))
        #expect(stored.kind == subject.eventWord)
        #expect(stored.description.hasPrefix("The access code is wrong"))
    }

    @Test(arguments: OffReason.allCases)
    func everyReasonComesBack(_ reason: OffReason) throws {
        let directory = try TemporaryDirectory()
        let bench = try StoreBench(directory)
        bench.append(.poweredOff(reason))
        bench.stop()
        #expect(
            try StoreBench(directory).events().first?.event?.kind
                == .controller(.poweredOff(reason))
        )
    }

    @Test(arguments: [
        "kind = 'juggled'", "detail = 'safety.of_tomorrow'",
        "value = NULL, kind = 'foldback_began'",
        "kind = 'drying_started', value = 1e9", "kind = 'drying_started', value = 5, bound = 1e18",
    ])
    func anEventOfANewerVersionStillSaysItsWord(_ change: String) throws {
        let directory = try TemporaryDirectory()
        let bench = try StoreBench(directory)
        bench.append(.latched(.sample(1)))
        bench.pass()
        bench.pass(.seconds(1))
        try bench.database?.execute("UPDATE events SET \(change)")
        bench.stop()
        let event = try #require(StoreBench(directory).events().first)
        #expect(event.event == nil)
        #expect(event.description.contains(event.kind))
    }
}
