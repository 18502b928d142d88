package import Chamber
import SwitchCore

extension Scenario {
    /// What one look at a heater shows: everything that a scenario's conditions and expectations judge by.
    ///
    /// In a simulation the temperatures are the true ones; on a real heater they are what its probes read.
    package struct Observation: Equatable, Sendable {
        /// Since the start of the run.
        package var elapsed: Duration
        /// The faults that latched since the last look.
        package var latched: [FaultCode]
        /// What the heater does now.
        package var activity: Snapshot.Activity
        /// The heater's line is off, and the duty is 0.
        package var isOff: Bool
        /// The blower runs.
        package var isFanOn: Bool
        /// Of the chamber's air, in °C; `nil`: unknown.
        package var chamber: Double?
        /// Of the element, in °C; `nil`: unknown.
        package var element: Double?

        package init(
            elapsed: Duration,
            latched: [FaultCode],
            activity: Snapshot.Activity,
            isOff: Bool,
            isFanOn: Bool,
            chamber: Double?,
            element: Double?
        ) {
            self.elapsed = elapsed
            self.latched = latched
            self.activity = activity
            self.isOff = isOff
            self.isFanOn = isFanOn
            self.chamber = chamber
            self.element = element
        }

        /// Whether a condition holds.
        func meets(_ condition: Condition) -> Bool {
            switch condition {
            case .holding: activity == .holding
            // Between two pulses of a hold the line is off too, and the heat goes on.
            case .off: isOff && activity != .heating && activity != .holding
            case .chamberAbove(let limit): chamber.map { $0 > limit.degrees } ?? false
            case .chamberBelow(let limit): chamber.map { $0 < limit.degrees } ?? false
            case .elementAbove(let limit): element.map { $0 > limit.degrees } ?? false
            case .elementBelow(let limit): element.map { $0 < limit.degrees } ?? false
            }
        }

        /// The state in words, for a condition that did not come true.
        var words: String {
            let chamber = "the chamber was at \(Expectations.degrees(chamber))"
            let element = element == nil ? "" : ", the element at \(Expectations.degrees(element))"
            return chamber + element + ", the heater \(isOff ? "off" : "on")"
        }
    }
}

extension ScenarioRunner.Moment {
    /// What this moment shows, with the true temperatures.
    package var observation: Scenario.Observation {
        var latched: [FaultCode] = []
        for event in events {
            if case .latched(let record) = event.kind { latched.append(record.code) }
        }
        return Scenario.Observation(
            elapsed: elapsed,
            latched: latched,
            activity: snapshot.activity,
            isOff: command.heater == .off && !report.isHeaterOn,
            isFanOn: report.isFanOn,
            chamber: plant.air,
            element: plant.element
        )
    }
}

extension Scenario.Entry {
    /// The times of the lines below count from when this line's condition comes true.
    package var isCondition: Bool {
        if case .when = action { true } else { false }
    }
}

/// Plays a scenario: says which lines are due, and judges what is seen. Time is an argument.
package struct ScenarioPlayer: Sendable {
    private let scenario: Scenario
    private var next = 0
    private var gate: (entry: Scenario.Entry, until: Duration)?
    private var expectations = Expectations()
    private var hasEnded = false
    /// When each part began: at the start, and where the condition of a `when` came true.
    package private(set) var partStarts = [Duration.zero]
    private var start = Duration.zero

    package init(_ scenario: Scenario) {
        self.scenario = scenario
    }

    /// The scenario has ended.
    package var isOver: Bool { hasEnded }

    /// The expectations that were not met so far.
    package var missed: [Scenario.Missed] { expectations.missed }

    /// The condition that the scenario waits for now.
    package var waitsFor: Scenario.Entry? { gate?.entry }

    /// The lines that have become due, in their order; each is returned once.
    package mutating func due(at elapsed: Duration) -> [Scenario.Entry] {
        var due: [Scenario.Entry] = []
        while gate == nil, !hasEnded, next < scenario.entries.count {
            let entry = scenario.entries[next]
            guard start + entry.at <= elapsed else { break }
            next += 1
            due.append(entry)
            switch entry.action {
            case .when(_, let time): gate = (entry, elapsed + time)
            case .end: hasEnded = true
            case .wish, .bed, .door, .contact, .room, .fault, .expect: break
            }
        }
        return due
    }

    /// Judges what is seen after the lines of `due` were carried out.
    package mutating func judge(_ seen: Scenario.Observation, _ due: [Scenario.Entry]) {
        expectations.look(at: seen)
        for entry in due {
            if case .expect(let expectation) = entry.action {
                expectations.begin(expectation, entry, due: start + entry.at, seen)
            }
        }
        if let gate {
            judge(gate.entry, until: gate.until, seen)
        } else if next == scenario.entries.count, seen.elapsed >= start + scenario.lastPartLength {
            // Only below a `when` can an expectation outlast the lines of its part.
            hasEnded = hasEnded || partStarts.count == 1 || !expectations.isWaiting
        }
    }

    private mutating func judge(
        _ entry: Scenario.Entry,
        until: Duration,
        _ seen: Scenario.Observation
    ) {
        guard case .when(let condition, _) = entry.action else { return }
        if seen.meets(condition) {
            gate = nil
            start = seen.elapsed
            partStarts.append(start)
            hasEnded = hasEnded || (next == scenario.entries.count && !expectations.isWaiting)
        } else if seen.elapsed > until {
            expectations.missCondition(entry, seen)
            gate = nil
            hasEnded = true
        }
    }

    /// Lets the scenario stand still for `time`, as while a person makes a fault.
    package mutating func postpone(by time: Duration) {
        start += time
        if let open = gate { gate = (open.entry, open.until + time) }
        expectations.postpone(by: time)
    }

    /// Ends the run: every expectation that is still open is missed.
    package mutating func finish(_ seen: Scenario.Observation) {
        if let gate { expectations.missCondition(gate.entry, seen) }
        gate = nil
        expectations.finish(seen)
    }
}
