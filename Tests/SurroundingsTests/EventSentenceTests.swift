import Chamber
import Surroundings
import SwitchCore
import Testing

/// The sentences of the log and the event list, word for word.
@Suite struct EventSentenceTests {
    private static let fault = FaultRecord(
        number: 3,
        code: .overTemperature,
        at: .zero,
        probe: .element,
        value: 105.26,
        limit: 105
    )

    private static let sentences: [(Event.Kind, String)] = [
        (.started, "Started, with everything off"),
        (
            .poweredOn(.alwaysOn, target: Celsius(55)),
            "Turned on in mode always on, target 55.0 °C"
        ),
        (.poweredOff(.wish), "Turned off: as asked"),
        (.poweredOff(.leaseExpired), "Turned off: the program that asked for heat went silent"),
        (.dryingStarted(target: Celsius(55), .hours(12)), "Drying started: 55.0 °C for 12 h"),
        (
            .dryingStarted(target: Celsius(50.5), .minutes(90)),
            "Drying started: 50.5 °C for 1 h 30 min"
        ),
        (.dryingEnded, "Drying ended"), (.settingsChanged, "Settings changed"),
        (
            .latched(fault),
            "Fault latched: Too hot. The element probe read 105.3 °C; the limit is 105.0 °C."
        ),
        (
            .latched(FaultRecord(number: 1, code: .stateUnreadable, at: .zero)),
            "Fault latched: The stored state cannot be read. "
                + "It is unknown whether a fault was latched before the restart."
        ),
        (.clearApproved(3), "The fault's cause has gone: the fault is being cleared"),
        (.latchCleared(.overTemperature), "Fault cleared: Too hot"),
        (
            .warningRaised(.probeSingleFailure, value: 45, limit: 45),
            "Warning: A temperature probe has failed. A probe has given no good reading for 45.0 s."
        ),
        (.warningEnded(.clock), "Warning over: The controller's clock stumbled"),
        (.foldbackBegan(Celsius(102.04)), "Heater paused: the element reached 102.0 °C"),
        (.foldbackEnded(Celsius(98.97)), "Heater released: the element has cooled to 99.0 °C"),
    ]

    @Test(arguments: sentences.indices)
    func anEventSaysWhatHappened(row: Int) {
        let (kind, sentence) = Self.sentences[row]
        #expect(
            Occurrence(Event(at: .zero, kind: kind, requester: .controller)).sentence == sentence
        )
        let asked = Occurrence(Event(at: .zero, kind: kind, requester: Requester(.page))).sentence
        #expect(asked == sentence + " (asked for by the web page)")
    }

    /// A warning's event has no room for a probe: it must not read as the power of an element.
    @Test(arguments: FaultCode.allCases)
    func aWarningTellsWhatItsRuleMeasured(code: FaultCode) {
        let sentence = Event.Kind.warningRaised(code, value: 1.2, limit: 1).sentence
        #expect(sentence.hasSuffix(code.rule.sentence(of: .measured(1.2, limit: 1))))
    }

    @Test func everyChoiceHasWordsForPeople() {
        #expect(OffReason.allCases.allSatisfy { $0.explanation.count > 5 })
        #expect(OperatingMode.allCases.allSatisfy { !$0.title.isEmpty })
        #expect(ProbeName.allCases.allSatisfy { $0.title.hasSuffix("probe") })
        #expect(Set(Requester.Kind.allCases.map(\.title)).count == Requester.Kind.allCases.count)
    }
}
