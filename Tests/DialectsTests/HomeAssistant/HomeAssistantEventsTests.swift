import Chamber
import Dialects
import JSON
import SwitchCore
import Testing

@Suite struct HomeAssistantEventsTests {
    private static func told(
        _ states: [(inout Snapshot) -> Void]
    ) -> [HomeAssistantEvent] {
        var (events, snapshot) = (HomeAssistantEvents(), Snapshot())
        return states.flatMap { change in
            change(&snapshot)
            return events.step(snapshot).map(\.event)
        }
    }

    private static let fault = FaultRecord(
        number: 7,
        code: .relayStuck,
        at: .zero,
        value: 30,
        limit: 20
    )

    @Test func aFaultIsToldWhenItLatches() {
        #expect(Self.told([{ _ in }, { $0.latch = Self.fault }, { _ in }]) == [.fault])
        #expect(Self.told([{ $0.latch = Self.fault }, { _ in }]) == [], "it stood at the start")
    }

    @Test func aTermEndsByItsLeaseAndByTheSession() {
        for reason in OffReason.allCases {
            let told = Self.told([
                { $0.settings.isOn = true },
                {
                    $0.settings.isOn = false
                    $0.offReason = reason
                },
            ])
            let ends = reason == .leaseExpired || reason == .sessionLimit
            #expect(told == (ends ? [.termEnded] : []), "\(reason)")
        }
    }

    @Test func aTargetIsReachedOncePerSetPoint() {
        let told = Self.told([
            { $0.setPoint = Celsius(50) },
            { $0.activity = .heating }, { $0.activity = .holding }, { $0.activity = .paused },
            { $0.activity = .heating }, { $0.activity = .holding },
        ])
        #expect(told == [.targetReached])
        let again = Self.told([
            { $0.setPoint = Celsius(50) }, { $0.activity = .holding },
            { $0.setPoint = Celsius(55) },
            { $0.setPoint = nil }, { $0.setPoint = Celsius(55) },
        ])
        #expect(again == [.targetReached, .targetReached, .targetReached])
        let started = Self.told([
            {
                $0.setPoint = Celsius(50)
                $0.activity = .holding
            }, { _ in },
        ])
        #expect(started == [], "it was reached before the start")
    }

    @Test func dryingIsDoneAfterItsTimeAlone() {
        let running: (inout Snapshot) -> Void = {
            $0.settings.isOn = true
            $0.drying.isRunning = true
            $0.settingsChangedBy = Requester(.page)
        }
        let done = Self.told([
            running,
            {
                $0.drying.isRunning = false
                $0.settingsChangedBy = .controller
            },
        ])
        #expect(done == [.dryingDone])
        #expect(Self.told([running, { $0.drying.isRunning = false }]) == [], "a person ended it")
        let off = Self.told([
            running,
            {
                $0.drying.isRunning = false
                $0.settings.isOn = false
                $0.settingsChangedBy = .controller
            },
        ])
        #expect(off == [])
    }

    @Test func aSoakIsToldAtItsEnd() {
        let told = Self.told([
            { _ in },
            { $0.soak = SoakStatus(phase: .waiting, remaining: nil) },
            { $0.soak = SoakStatus(phase: .soaking, remaining: .seconds(60)) },
            { $0.soak = SoakStatus(phase: .done, remaining: .zero) }, { _ in }, { $0.soak = nil },
        ])
        #expect(told == [.soaked])
    }

    @Test func aMessageHoldsItsKindAndASentenceThatFits() throws {
        var (events, snapshot) = (HomeAssistantEvents(), Snapshot())
        _ = events.step(snapshot)
        snapshot.latch = Self.fault
        let told = try #require(events.step(snapshot).first)
        let object = try #require(try JSONValue(parsing: told.encoded()).object)
        #expect(object["event_type"]?.string == "fault")
        let text = try #require(object["text"]?.string)
        #expect(text.hasPrefix(FaultCode.relayStuck.rule.title))
        #expect(text.count <= HomeAssistantState.longestText)
    }
}
