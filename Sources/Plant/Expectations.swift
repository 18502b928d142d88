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
        case .fault(let code, let within):
            // The line may come after the fault that it expects: an earlier fault counts unless another
            // line has claimed it.
            if let index = unexpected.firstIndex(where: { $0.code == code }) {
                unexpected.remove(at: index)
                return
            }
            pending.append(
                Pending(expectation: expectation, entry: entry, until: entry.at + within)
            )
        case .off(let within):
            guard !Self.isOff(moment) else { return }
            pending.append(
                Pending(expectation: expectation, entry: entry, until: entry.at + within)
            )
        }
    }

    /// Compares the open expectations with one step.
    mutating func look(at moment: ScenarioRunner.Moment) {
        for event in moment.events {
            if case .latched(let record) = event.kind {
                unexpected.append((record.code, moment.elapsed))
            }
        }
        guard !pending.isEmpty || !unexpected.isEmpty else { return }
        var open: [Pending] = []
        for one in pending {
            if isFulfilled(one, moment) { continue }
            if moment.elapsed > one.until { fail(one, at: one.until) } else { open.append(one) }
        }
        pending = open
    }

    /// Ends the run after `length`: every expectation that is still open is missed.
    mutating func finish(after length: Duration) {
        for one in pending { fail(one, at: length) }
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
        case .off:
            return Self.isOff(moment)
        case .noFault:
            return true
        }
    }

    private mutating func fail(_ one: Pending, at end: Duration) {
        let others = unexpected.map { "\($0.code.word) at \(Self.seconds($0.at))" }
        let instead =
            others.isEmpty ? "nothing latched" : "latched: " + others.joined(separator: ", ")
        switch one.expectation {
        case .fault: miss(one.entry, instead)
        case .off: miss(one.entry, "the heater was still on at \(Self.seconds(end))")
        case .noFault: break
        }
    }

    private mutating func miss(_ entry: Scenario.Entry, _ reason: String) {
        missed.append(Scenario.Missed(line: entry.line, text: entry.text, reason: reason))
    }

    private static func isOff(_ moment: ScenarioRunner.Moment) -> Bool {
        moment.command.heater == .off && !moment.report.isHeaterOn
    }

    private static func seconds(_ duration: Duration) -> String {
        duration.inSeconds.fixed(1) + " s"
    }
}
