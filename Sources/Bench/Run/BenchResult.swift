import Plant
import SwitchCore

/// Something that a run was expected to do, and did not.
package struct BenchMiss: Equatable, Sendable {
    /// The scenario's line; `nil`: a limit from elsewhere.
    package let line: Int?
    /// What was expected.
    package let text: String
    /// What happened instead.
    package let reason: String

    init(line: Int?, text: String, reason: String) {
        (self.line, self.text, self.reason) = (line, text, reason)
    }

    init(_ missed: Scenario.Missed) {
        self.init(line: missed.line, text: missed.text, reason: missed.reason)
    }
}

/// What came of one run of a scenario.
package struct BenchResult: Sendable {
    /// How a run ended.
    package enum Outcome: Equatable, Sendable {
        case passed
        /// The heater did not do what the scenario expects.
        case failed([BenchMiss])
        /// The scenario cannot be run on this bench, for this reason.
        case skipped(String)
        /// The run could not be carried to its end, for this reason; the heater is off.
        case broken(String)

        /// In JSON.
        var word: String {
            switch self {
            case .passed: "passed"
            case .failed: "failed"
            case .skipped: "skipped"
            case .broken: "broken"
            }
        }
    }

    let plan: BenchPlan
    /// Counts from 1.
    package let attempt: Int
    let attempts: Int
    private(set) var outcome: Outcome
    /// What was seen.
    package let account: RunAccount
    /// About one a second.
    package let curve: [BenchSample]
    let partStarts: [Duration]
    /// The same scenario in the simulation with this board's calibration; `nil`: no board file.
    package var simulated: RunAccount?
    /// A signal ended the run: no other begins.
    package let isInterrupted: Bool

    init(
        plan: BenchPlan,
        attempt: Int,
        attempts: Int,
        outcome: Outcome,
        account: RunAccount,
        curve: [BenchSample],
        partStarts: [Duration],
        isInterrupted: Bool
    ) {
        (self.plan, self.attempt, self.attempts) = (plan, attempt, attempts)
        (self.outcome, self.account, self.curve) = (outcome, account, curve)
        (self.partStarts, self.isInterrupted) = (partStarts, isInterrupted)
    }

    /// A run that this bench cannot make, for `reason`.
    package init(skipping plan: BenchPlan, _ attempt: Int, of attempts: Int, _ reason: String) {
        self.init(
            plan: plan,
            attempt: attempt,
            attempts: attempts,
            outcome: .skipped(reason),
            account: RunAccount(),
            curve: [],
            partStarts: [],
            isInterrupted: false
        )
    }

    /// The scenario's name, and which of its runs this is.
    package var name: String {
        attempts > 1 ? "\(plan.name) (\(attempt) of \(attempts))" : plan.name
    }

    /// Adds what the run's figures missed; a run that was not carried to its end has none.
    package mutating func add(_ misses: [BenchMiss]) {
        guard !misses.isEmpty else { return }
        switch outcome {
        case .passed: outcome = .failed(misses)
        case .failed(let others): outcome = .failed(others + misses)
        case .skipped, .broken: break
        }
    }

    /// Neither missed nor broken.
    package var isGood: Bool {
        switch outcome {
        case .passed, .skipped: true
        case .failed, .broken: false
        }
    }
}
