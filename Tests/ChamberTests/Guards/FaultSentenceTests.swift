import Chamber
import SwitchCore
import Testing

/// Faults' sentences: every rule with its own numbers and units.
@Suite struct FaultSentenceTests {
    @Test func everyRuleSaysItInASentenceOfItsOwn() {
        let sentences = FaultCode.allCases.map { code in
            code.rule.sentence(of: .measured(12.34, limit: 56.78))
        }
        for sentence in sentences {
            #expect(sentence.first?.isLowercase == false && sentence.hasSuffix("."), "\(sentence)")
        }
        // The two failures of probes differ in their title alone.
        #expect(Set(sentences).count == sentences.count - 1)
    }

    private static let numbers: [(FaultCode, String)] = [
        (.probeMismatch, "The chamber probes differ by 7.3 K; the limit is 5.0 K."),
        (.clock, "7.3 s went by between two steps of the controller; the limit is 5.0 s."),
        (.leaseExpired, "Nothing was heard for 7.3 s; the limit is 5.0 s."),
        (.heaterOverrun, "The heat lasted 7.3 s; the limit is 5.0 s."),
    ]

    @Test(arguments: numbers.indices)
    func numbersHaveTheRulesUnit(row: Int) {
        let (code, sentence) = Self.numbers[row]
        #expect(code.rule.sentence(of: .measured(7.25, limit: 5)) == sentence)
    }

    private static let conditions: [(ProbeStatus.Condition, String)] = [
        (.shortCircuit, "The chamber probe reads as a short circuit."),
        (.openCircuit, "The chamber probe reads as an open circuit."),
        (
            .unreadable,
            "The chamber probe cannot be read: its converter or bus does not answer."
        ),
        (.implausible, "The chamber probe changes faster than any real temperature does."),
        (.stale, "The chamber probe has given no new reading."),
    ]

    @Test(arguments: conditions.indices)
    func aProbesFaultNamesProbeAndCondition(row: Int) {
        let (condition, sentence) = Self.conditions[row]
        let record = FaultRecord(
            number: 1,
            code: .probeSingleFailure,
            at: .zero,
            probe: .chamber,
            condition: condition
        )
        #expect(record.sentence == sentence)
    }

    @Test func whatIsHotNamesItsProbe() {
        let record = FaultRecord(
            number: 1,
            code: .overTemperature,
            at: .zero,
            probe: .chamberSecond,
            value: 85.26,
            limit: 85
        )
        #expect(
            record.sentence
                == "The second chamber probe read 85.3 °C; the limit is 85.0 °C."
        )
    }

    @Test func aSwitchThatEndedAndALineThatDisobeysAreToldApartFromSilence() {
        func sentence(_ value: Double, _ limit: Double) -> String {
            FaultRecord(number: 1, code: .outputLost, at: .zero, value: value, limit: limit)
                .sentence
        }
        #expect(sentence(0, 0).hasPrefix("The program that drives the outputs ended"))
        #expect(sentence(1, 0) == "The heater's line does not read as it is driven.")
        #expect(sentence(2.1, 2).hasPrefix("The switch did not acknowledge or did not obey"))
    }

    @Test(arguments: FaultCode.allCases)
    func aCauseComesBackFromItsColumns(code: FaultCode) {
        let causes: [FaultCause] =
            [.measured(2.5, limit: 2, probe: .element)] + code.rule.facts
            + (code.rule.isSensorFault ? [.reading(.stale, probe: .chamber)] : [])
        for cause in causes {
            let again = FaultCause(
                of: code,
                probe: cause.probe,
                condition: cause.condition,
                value: cause.value,
                limit: cause.limit
            )
            #expect(again == cause)
        }
    }
}
