import Chamber
import SwitchCore
import Testing

/// What is said of a fault: every rule with its own numbers and units.
@Suite struct FaultAccountTests {
    @Test func everyRuleSaysItInASentenceOfItsOwn() {
        let accounts = FaultCode.allCases.map { FaultAccount.of($0, value: 12.34, limit: 56.78) }
        for account in accounts {
            #expect(account.first?.isLowercase == false && account.hasSuffix("."), "\(account)")
        }
        // The two failures of probes differ in their title alone.
        #expect(Set(accounts).count == accounts.count - 1)
    }

    private static let numbers: [(FaultCode, String)] = [
        (.probeMismatch, "The chamber probes differ by 7.3 K; the limit is 5.0 K."),
        (.clock, "7.3 s went by between two steps of the controller; the limit is 5.0 s."),
        (.leaseExpired, "Nothing was heard for 7.3 s; the limit is 5.0 s."),
        (.heaterOverrun, "The heat lasted 7.3 s; the limit is 5.0 s."),
    ]

    @Test(arguments: numbers.indices)
    func numbersHaveTheRulesUnit(row: Int) {
        let (code, account) = Self.numbers[row]
        #expect(FaultAccount.of(code, value: 7.25, limit: 5) == account)
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
        let (condition, account) = Self.conditions[row]
        let record = FaultRecord(
            number: 1,
            code: .probeSingleFailure,
            at: .zero,
            probe: .chamber,
            condition: condition
        )
        #expect(FaultAccount.of(record) == account)
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
            FaultAccount.of(record)
                == "The second chamber probe read 85.3 °C; the limit is 85.0 °C."
        )
    }
}
