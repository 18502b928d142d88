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

    /// Starts the expectation of a line that was due at `due`, in the step of `seen`.
    mutating func begin(
        _ expectation: Scenario.Expectation,
        _ entry: Scenario.Entry,
        due: Duration,
        _ seen: Scenario.Observation
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
            wait(for: expectation, entry, due)
        case .off, .fanOn, .chamberBelow, .elementBelow:
            guard !Self.isTrue(expectation, seen) else { return }
            wait(for: expectation, entry, due)
        }
    }

    private mutating func wait(
        for expectation: Scenario.Expectation,
        _ entry: Scenario.Entry,
        _ due: Duration
    ) {
        pending.append(
            Pending(
                expectation: expectation,
                entry: entry,
                until: due + expectation.within
            )
        )
    }

    /// Whether an expectation is still open.
    var isWaiting: Bool { !pending.isEmpty }

    /// Gives every open expectation more time: the scenario stood still.
    mutating func postpone(by time: Duration) {
        pending = pending.map {
            Pending(expectation: $0.expectation, entry: $0.entry, until: $0.until + time)
        }
    }

    /// Records that a condition did not come true.
    mutating func missCondition(_ entry: Scenario.Entry, _ seen: Scenario.Observation) {
        miss(entry, "not by \(Self.seconds(seen.elapsed)): \(seen.words)")
    }

    /// Compares the open expectations with one step.
    mutating func look(at seen: Scenario.Observation) {
        for code in seen.latched { unexpected.append((code, seen.elapsed)) }
        guard !pending.isEmpty else { return }
        var open: [Pending] = []
        for one in pending {
            if isFulfilled(one, seen) { continue }
            if seen.elapsed > one.until { fail(one, seen) } else { open.append(one) }
        }
        pending = open
    }

    /// Ends the run after `length`: every expectation that is still open is missed.
    mutating func finish(_ seen: Scenario.Observation) {
        for one in pending { fail(one, seen) }
        pending = []
    }

    private mutating func isFulfilled(_ one: Pending, _ seen: Scenario.Observation) -> Bool {
        guard seen.elapsed <= one.until else { return false }
        switch one.expectation {
        case .fault(let code, _):
            guard let index = unexpected.firstIndex(where: { $0.code == code }) else {
                return false
            }
            unexpected.remove(at: index)
            return true
        case .noFault, .off, .fanOn, .chamberBelow, .elementBelow:
            return Self.isTrue(one.expectation, seen)
        }
    }

    private mutating func fail(_ one: Pending, _ seen: Scenario.Observation) {
        let end = Self.seconds(min(seen.elapsed, one.until))
        let others = unexpected.map { "\($0.code.word) at \(Self.seconds($0.at))" }
        let instead =
            others.isEmpty ? "nothing latched" : "latched: " + others.joined(separator: ", ")
        switch one.expectation {
        case .fault: miss(one.entry, instead)
        case .off: miss(one.entry, "the heater was still on at \(end)")
        case .fanOn: miss(one.entry, "the blower stood still at \(end)")
        case .chamberBelow:
            miss(one.entry, "the chamber was at \(Self.degrees(seen.chamber)) at \(end)")
        case .elementBelow:
            miss(one.entry, "the element was at \(Self.degrees(seen.element)) at \(end)")
        case .noFault: break
        }
    }

    private mutating func miss(_ entry: Scenario.Entry, _ reason: String) {
        missed.append(Scenario.Missed(line: entry.line, text: entry.text, reason: reason))
    }

    /// Whether an expectation of the present state holds.
    private static func isTrue(
        _ expectation: Scenario.Expectation,
        _ seen: Scenario.Observation
    ) -> Bool {
        switch expectation {
        case .fault, .noFault: true
        case .off: seen.isOff
        case .fanOn: seen.isFanOn
        case .chamberBelow(let limit, _): seen.chamber.map { $0 < limit.degrees } ?? false
        case .elementBelow(let limit, _): seen.element.map { $0 < limit.degrees } ?? false
        }
    }

    /// As in "41.2 °C".
    static func degrees(_ value: Double?) -> String {
        value.map { $0.fixed(1) + " °C" } ?? "an unknown temperature"
    }

    private static func seconds(_ duration: Duration) -> String {
        duration.inSeconds.fixed(1) + " s"
    }
}
