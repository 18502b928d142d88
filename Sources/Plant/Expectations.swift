import Chamber
import SwitchCore

extension Scenario {
    /// An expectation that was not met.
    package struct Missed: Equatable, Sendable {
        /// The line that states the expectation; lines count from 1.
        package let line: Int
        /// The line's text.
        package let text: String
        /// What happened instead.
        package let reason: String
    }
}

/// Compares a run with what its scenario expects.
struct Expectations {
    private struct Pending {
        let expectation: Scenario.Expectation
        let entry: Scenario.Entry
        let until: Duration
    }

    private var pending: [Pending] = []
    private(set) var missed: [Scenario.Missed] = []
    /// Faults that latched and that no line has expected so far.
    private var unexpected: [(code: FaultCode, at: Duration)] = []

    init() {}

    /// Starts the expectation of a line that is due in the step of `moment`.
    mutating func begin(
        _ expectation: Scenario.Expectation,
        _ entry: Scenario.Entry,
        _ moment: ScenarioRunner.Moment
    ) {
        switch expectation {
        case .noFault:
            guard let first = unexpected.first else { return }
            miss(entry, "\(first.code.word) latched at \(Self.seconds(first.at))")
        case .fault(let code, _):
            // The line may come after the fault that it expects: an earlier fault counts unless another
            // line has claimed it.
            if let index = unexpected.firstIndex(where: { $0.code == code }) {
                unexpected.remove(at: index)
                return
            }
            wait(for: expectation, entry)
        case .off, .fanOn, .chamberBelow, .elementBelow:
            guard !Self.isTrue(expectation, moment) else { return }
            wait(for: expectation, entry)
        }
    }

    private mutating func wait(for expectation: Scenario.Expectation, _ entry: Scenario.Entry) {
        pending.append(
            Pending(
                expectation: expectation,
                entry: entry,
                until: entry.at + expectation.within
            )
        )
    }

    /// Compares the open expectations with one step.
    mutating func look(at moment: ScenarioRunner.Moment) {
        for event in moment.events {
            if case .latched(let record) = event.kind {
                unexpected.append((record.code, moment.elapsed))
            }
        }
        guard !pending.isEmpty else { return }
        var open: [Pending] = []
        for one in pending {
            if isFulfilled(one, moment) { continue }
            if moment.elapsed > one.until { fail(one, moment) } else { open.append(one) }
        }
        pending = open
    }

    /// Ends the run after `length`: every expectation that is still open is missed.
    mutating func finish(_ moment: ScenarioRunner.Moment) {
        for one in pending { fail(one, moment) }
        pending = []
    }

    private mutating func isFulfilled(_ one: Pending, _ moment: ScenarioRunner.Moment) -> Bool {
        guard moment.elapsed <= one.until else { return false }
        switch one.expectation {
        case .fault(let code, _):
            guard let index = unexpected.firstIndex(where: { $0.code == code }) else {
                return false
            }
            unexpected.remove(at: index)
            return true
        case .noFault, .off, .fanOn, .chamberBelow, .elementBelow:
            return Self.isTrue(one.expectation, moment)
        }
    }

    private mutating func fail(_ one: Pending, _ moment: ScenarioRunner.Moment) {
        let end = Self.seconds(min(moment.elapsed, one.until))
        let others = unexpected.map { "\($0.code.word) at \(Self.seconds($0.at))" }
        let instead =
            others.isEmpty ? "nothing latched" : "latched: " + others.joined(separator: ", ")
        switch one.expectation {
        case .fault: miss(one.entry, instead)
        case .off: miss(one.entry, "the heater was still on at \(end)")
        case .fanOn: miss(one.entry, "the blower stood still at \(end)")
        case .chamberBelow:
            miss(one.entry, "the chamber was at \(moment.plant.air.fixed(1)) °C at \(end)")
        case .elementBelow:
            miss(one.entry, "the element was at \(moment.plant.element.fixed(1)) °C at \(end)")
        case .noFault: break
        }
    }

    private mutating func miss(_ entry: Scenario.Entry, _ reason: String) {
        missed.append(Scenario.Missed(line: entry.line, text: entry.text, reason: reason))
    }

    /// Whether an expectation of the present state holds.
    private static func isTrue(
        _ expectation: Scenario.Expectation,
        _ moment: ScenarioRunner.Moment
    ) -> Bool {
        switch expectation {
        case .fault, .noFault: true
        case .off: moment.command.heater == .off && !moment.report.isHeaterOn
        case .fanOn: moment.report.isFanOn
        case .chamberBelow(let limit, _): moment.plant.air < limit.degrees
        case .elementBelow(let limit, _): moment.plant.element < limit.degrees
        }
    }

    private static func seconds(_ duration: Duration) -> String {
        duration.inSeconds.fixed(1) + " s"
    }
}
