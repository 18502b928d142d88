import Chamber
import Plant
import SwitchCore
import Testing

/// `when`: what it waits for, and what the times below it count from.
@Suite struct ScenarioConditionTests {
    private static let conditions: [(text: String, condition: Scenario.Condition)] = [
        ("holding", .holding), ("off", .off),
        ("chamber above 40", .chamberAbove(Celsius(40))),
        ("chamber below 30.5", .chamberBelow(Celsius(30.5))),
        ("element above 80", .elementAbove(Celsius(80))),
        ("element below 60", .elementBelow(Celsius(60))),
    ]

    @Test(arguments: conditions.indices)
    func aConditionIsTaken(row: Int) throws {
        let (text, condition) = Self.conditions[row]
        let scenario = try Scenario(parsing: "0s mode on\nwhen \(text) within 5min\n1min mode off")
        #expect(scenario.entries.map(\.at) == [.zero, .zero, .minutes(1)])
        #expect(scenario.entries[1].action == .when(condition, within: .minutes(5)))
        #expect(scenario.length == .minutes(6))
    }

    @Test func anActionMayStandBehindTheCondition() throws {
        let scenario = try Scenario(parsing: "10s mode on\nwhen holding fault element_open\n5s end")
        let actions = scenario.entries.map(\.action)
        #expect(actions[1] == .when(.holding, within: .minutes(30)))
        #expect(actions[2] == .fault(.begin(.elementOpen)))
        #expect(scenario.entries.map(\.at) == [.seconds(10), .seconds(10), .zero, .seconds(5)])
    }

    private static let mistakes: [(text: String, message: String)] = [
        ("when", "write: when holding"),
        ("when holdin", "did you mean \"holding\"?"),
        ("when chamber 40", "write: when holding"),
        ("when chamber above", "write: when holding"),
        ("when chamber above hot", "is not a temperature"),
        ("when holding within", "write: when holding"),
        ("when holding 5s", "\"5s\" is unknown"),
        ("0s end\nwhen holding", "this is after the end in line 1"),
        ("when holding\n5s end\n4s mode on", "before the line above it"),
    ]

    @Test(arguments: mistakes.indices)
    func aMistakeIsNamed(row: Int) {
        let (text, message) = Self.mistakes[row]
        do throws(ScenarioError) {
            _ = try Scenario(parsing: text)
            Issue.record("taken: \(text)")
        } catch {
            let all = error.mistakes.map(\.message).joined(separator: "\n")
            #expect(all.contains(message), "\(all)")
        }
    }

    private static func run(_ text: String) throws -> (
        missed: [Scenario.Missed], starts: [Duration]
    ) {
        var runner = ScenarioRunner(
            scenario: try Scenario(parsing: text),
            configuration: NominalBoard.configuration,
            plant: PlantParameters()
        )
        let missed = runner.run { _ in }
        return (missed, runner.partStarts)
    }

    @Test func timesBelowCountFromWhenItComesTrue() throws {
        let (missed, starts) = try Self.run(
            "0s wish heat 50\nwhen chamber above 30 within 10min\n10s mode off\n10s expect off within 2s"
        )
        #expect(missed.isEmpty)
        #expect(starts.count == 2)
        #expect(starts[1] > .seconds(20))
    }

    @Test func aConditionThatDoesNotComeTrueEndsTheRun() throws {
        let (missed, starts) = try Self.run(
            "0s wish heat 50\nwhen chamber above 90 within 20s\n0s fault element_open"
        )
        #expect(missed.map(\.line) == [2])
        #expect(missed.first?.reason.contains("the chamber was at") == true)
        #expect(starts.count == 1)
    }

    @Test func anExpectationAboveAConditionStaysOpenBelowIt() throws {
        let (missed, _) = try Self.run(
            "0s expect chamber below 5 within 1min\nwhen off\n1s expect no_fault"
        )
        #expect(missed.map(\.line) == [1])
        #expect(missed.first?.reason.contains("60.0 s") == true)
    }
}
