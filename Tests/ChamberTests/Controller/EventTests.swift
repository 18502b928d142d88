import Chamber
import SwitchCore
import Testing

/// Recorded events: each once, in order, with the requester.
@Suite struct EventTests {
    private let page = Requester(.page, session: 9)

    @Test func theStartIsTheFirstEvent() {
        var bench = ControllerBench()
        bench.run(seconds: 5)
        #expect(bench.events == [Event(at: .zero, kind: .started, requester: .controller)])
    }

    @Test func anUnreadableStateIsLatchedBeforeTheStart() {
        var restored = RestoredState()
        restored.latch = .unreadable("the disk is gone")
        restored.lastFaultNumber = 41
        var bench = ControllerBench(restored: restored)
        bench.step()
        guard case .latched(let record) = bench.events.first?.kind else {
            Issue.record("nothing latched")
            return
        }
        #expect(record.code == .stateUnreadable)
        #expect(record.number == 42)
    }

    @Test func aRestoredFaultIsNoNewEvent() throws {
        var restored = RestoredState()
        restored.latch = .latched(try #require(LatchTests.latched().snapshot.latch))
        var bench = ControllerBench(restored: restored)
        bench.run(seconds: 5)
        #expect(bench.events.map(\.kind) == [.started])
        #expect(bench.snapshot.offReason == .fault)
    }

    @Test func aFaultTurnsOffThenTellsWhatItWas() throws {
        var bench = ControllerBench.heating()
        let duty = bench.snapshot.duty
        let events = bench.events { bench in
            bench.element = .short
            bench.run(seconds: 3)
        }
        let record = try #require(bench.snapshot.latch)
        #expect(events.map(\.kind) == [.poweredOff(.fault), .latched(record)])
        #expect(events.allSatisfy { $0.requester == .controller && $0.at == record.at })
        #expect(record.duty.fraction > 0 && duty > .off, "what it was doing just before")
        #expect(abs((record.chamber?.degrees ?? 0) - 30) < 0.1)
        #expect(bench.snapshot.settingsChangedBy == .controller)
    }

    @Test func clearingTellsWhoAskedForIt() throws {
        var bench = LatchTests.repaired()
        let fault = try #require(bench.snapshot.latch)
        let events = bench.events { bench in
            bench.wish(.clearLatch, from: page)
            bench.run(seconds: 1)
        }
        #expect(
            events.map(\.kind) == [.clearApproved(fault.number), .latchCleared(fault.code)]
        )
        // The store has done it, which nobody needs to know.
        #expect(events.map(\.requester) == [page, page])
    }

    @Test func aRefusedClearIsNoEvent() {
        var bench = LatchTests.latched()
        #expect(bench.events(of: .clearLatch).isEmpty)
    }

    @Test func aWarningIsToldWhenItBeginsAndWhenItEnds() {
        var bench = ControllerBench.ready()
        let events = bench.events { bench in
            bench.element = .open
            bench.run(seconds: 120)
            bench.element = .degrees(25)
            bench.run(seconds: 3)
        }
        guard case .warningRaised(.probeSingleFailure, let value, let limit) = events.first?.kind
        else {
            Issue.record("no warning")
            return
        }
        #expect(value >= 45 && limit == 45)
        #expect(events.dropFirst().map(\.kind) == [.warningEnded(.probeSingleFailure)])
    }

    @Test func aFoldbackIsToldWhenItBeginsAndWhenItEnds() {
        var bench = ControllerBench.heating()
        let events = bench.events { bench in
            OverTemperatureTests.warm(&bench, element: 102.5, from: 60)
            bench.ramp(from: 102.5, to: 95) { $0.element = $1 }
        }
        #expect(events.count == 2)
        guard case .foldbackBegan(let hot) = events.first?.kind,
            case .foldbackEnded(let cool) = events.last?.kind
        else {
            Issue.record("no foldback")
            return
        }
        #expect(hot >= Celsius(102) && hot < Celsius(102.6))
        #expect(cool <= Celsius(99) && cool > Celsius(95))
        #expect(bench.snapshot.latch == nil)
    }

    @Test func whatTheGuardsEndIsTheControllersDoing() {
        var bench = ControllerBench.heating()
        let events = bench.events { $0.step(after: .seconds(3)) }
        #expect(
            events.map(\.kind) == [
                .warningRaised(.clock, value: 3, limit: 2), .poweredOff(.clock),
            ]
        )
        #expect(events.allSatisfy { $0.requester == .controller })
        #expect(bench.snapshot.settingsChangedBy == .controller)
    }
}
