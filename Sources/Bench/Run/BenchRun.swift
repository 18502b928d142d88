import Chamber
package import CommandLine
package import Daemon
import MachineClock
import Plant
import SwitchCore

/// Runs one scenario on a running heater, in the heater's own time.
package struct BenchRun {
    /// How often the heater is asked, in ms: the resolution of every time in the report.
    static let lookMilliseconds = 100
    /// The curve has a sample this often.
    private static let curveInterval = Duration.seconds(1)

    private let plan: BenchPlan
    private let attempts: (this: Int, all: Int)
    private let patience: Duration
    let before: BenchState
    private let run: String?
    private let console: Console?
    var link: HeaterLink
    var faults: any FaultMaker
    private var person: Person
    private var witness: Witness?
    private var player: ScenarioPlayer
    private var account = RunAccount()
    private var curve: [BenchSample] = []
    private var last: BenchState
    private(set) var lastAnswer = Instant.monotonic()
    private var latchNumber: Int
    private var heldBack: [FaultCode] = []
    /// The bench itself asked for heat that its lease holds.
    private var holdsLease = false
    private var canRenew = true
    private var isInterrupted = false
    private var work: (work: HandWork, entry: Scenario.Entry, since: Duration, isFault: Bool)?

    /// A run of `plan` on a heater at rest; throws where it is not.
    package init(
        _ plan: BenchPlan,
        attempts: (this: Int, all: Int),
        link: HeaterLink,
        faults: any FaultMaker,
        person: Person,
        witness: Witness?,
        patience: Duration,
        console: Console?
    ) throws(CommandFailure) {
        self.plan = plan
        self.attempts = attempts
        (self.link, self.faults, self.person) = (link, faults, person)
        (self.witness, self.patience, self.console) = (witness, patience, console)
        run = try link.run()
        before = try link.state()
        last = before
        latchNumber = before.latch?.number ?? 0
        player = ScenarioPlayer(plan.scenario)
        try Self.expectRest(before)
    }

    private static func expectRest(_ state: BenchState) throws(CommandFailure) {
        if let latch = state.latch {
            throw CommandFailure(
                .refused,
                "hearth bench: a fault is latched (\(latch.code.word)), so nothing was heated; clear it "
                    + "with \"hearth clear\" first"
            )
        }
        guard !state.isPowerOn else {
            let who = state.leaseHolder.map { " by \($0), which renews its lease" } ?? ""
            throw CommandFailure(
                .refused,
                "hearth bench: the heater is on already\(who), so this bench leaves it alone: another "
                    + "bench or a person uses it. Turn it off first"
            )
        }
    }

    /// Runs the scenario, and leaves the heater off and without the faults that were made.
    package mutating func perform(_ signals: inout Signals) -> BenchResult {
        var outcome: BenchResult.Outcome
        do throws(CommandFailure) {
            try play(&signals)
            outcome = judged()
        } catch {
            outcome = .broken(error.message)
        }
        if let trouble = leave(&signals), outcome == .passed { outcome = .broken(trouble) }
        return BenchResult(
            plan: plan,
            attempt: attempts.this,
            attempts: attempts.all,
            outcome: outcome,
            account: account,
            curve: curve,
            partStarts: player.partStarts,
            isInterrupted: isInterrupted
        )
    }

    private func judged() -> BenchResult.Outcome {
        if let complaint = witness?.blindness(in: account) { return .broken(complaint) }
        var misses = player.missed.map { BenchMiss($0) }
        if let miss = witness?.miss(in: account) { misses.append(miss) }
        return misses.isEmpty ? .passed : .failed(misses)
    }

    private mutating func play(_ signals: inout Signals) throws(CommandFailure) {
        let began = before.uptimeSeconds
        var elapsed = Duration.zero
        while !player.isOver {
            if signals.wait(milliseconds: Self.lookMilliseconds) != nil {
                isInterrupted = true
                throw CommandFailure(.failed, "stopped by a signal after \(Self.text(elapsed))")
            }
            guard let state = try look() else { continue }
            try faults.renew()
            elapsed = .milliseconds(Int64(((state.uptimeSeconds - began) * 1000).rounded()))
            try expectNoStranger(state)
            let due = work == nil ? player.due(at: elapsed) : []
            for entry in due { try carryOut(entry, at: elapsed) }
            try followPerson(state, at: elapsed)
            let sample = sample(state, at: elapsed)
            account.add(sample)
            if elapsed - (curve.last?.seen.elapsed ?? .minutes(-1)) >= Self.curveInterval {
                curve.append(sample)
            }
            judge(sample.seen, due)
            last = state
        }
        player.finish(sample(last, at: elapsed).seen)
    }

    /// Judges what is seen. While a person is asked for something the scenario stands still, and what
    /// latches meanwhile counts afterwards.
    private mutating func judge(_ seen: Scenario.Observation, _ due: [Scenario.Entry]) {
        guard work == nil || !due.isEmpty else {
            heldBack += seen.latched
            return
        }
        var seen = seen
        seen.latched = heldBack + seen.latched
        heldBack = []
        player.judge(seen, due)
    }

    /// The newest state; `nil` where the heater did not answer now. Renews the lease.
    private mutating func look() throws(CommandFailure) -> BenchState? {
        let now = Instant.monotonic()
        do throws(CommandFailure) {
            if holdsLease, canRenew, last.isPowerOn, try !link.renew(at: now) {
                throw CommandFailure(
                    .failed,
                    "somebody else has taken the heater over: its heat no longer depends on this bench"
                )
            }
            let state = try link.state()
            if state.step < last.step { throw restarted }
            if now.duration(since: lastAnswer) > .seconds(2), try link.run() != run {
                throw restarted
            }
            lastAnswer = .monotonic()
            return state
        } catch {
            guard error.status == .unreachable else { throw error }
            let silence = now.duration(since: lastAnswer)
            guard silence > HeaterLink.lease else { return nil }
            throw CommandFailure(
                .unreachable,
                "the service did not answer for \(Self.text(silence)): \(error.message). The heat's "
                    + "lease has ended \(Self.text(link.age(at: now))) after its last renewal at most"
            )
        }
    }

    private var restarted: CommandFailure {
        CommandFailure(
            .failed,
            "the service restarted in the middle of the run, and came up off; run the scenario again"
        )
    }

    /// Throws where the heater heats, and this bench did not ask for it.
    private func expectNoStranger(_ state: BenchState) throws(CommandFailure) {
        guard state.isPowerOn, !holdsLease else { return }
        throw CommandFailure(
            .failed,
            "somebody else has turned the heater on\(state.leaseHolder.map { " (\($0))" } ?? "")"
        )
    }

    private mutating func carryOut(
        _ entry: Scenario.Entry,
        at elapsed: Duration
    ) throws(CommandFailure) {
        console?.errorLine("  \(Self.text(elapsed))  \(entry.text)")
        switch entry.action {
        case .wish(let wishes, let lease):
            holdsLease = true
            canRenew = lease == nil
            for wish in wishes { try send(wish, lease, entry) }
        case .fault(let order):
            guard let work = try faults.carryOut(order) else {
                record(entry, order, at: elapsed)
                return
            }
            var isFault = false
            if case .begin = order { isFault = true }
            person.ask(work.request)
            self.work = (work, entry, elapsed, isFault)
        case .bed, .door, .contact, .room, .expect, .when, .end:
            break
        }
    }

    private mutating func send(
        _ wish: Wish,
        _ lease: Duration?,
        _ entry: Scenario.Entry
    ) throws(CommandFailure) {
        do throws(CommandFailure) {
            try link.send(wish, lease: lease)
        } catch {
            throw CommandFailure(
                error.status,
                "line \(entry.line), \(entry.text): \(error.message)"
            )
        }
    }

    private mutating func record(
        _ entry: Scenario.Entry,
        _ order: FaultOrder,
        at elapsed: Duration
    ) {
        switch order {
        case .begin(let fault, _): account.begin(entry, fault.name, at: elapsed)
        case .end, .endAll: account.endFaults()
        }
    }

    /// Lets the scenario stand still until the person has done what was asked for.
    private mutating func followPerson(
        _ state: BenchState,
        at elapsed: Duration
    ) throws(CommandFailure) {
        guard let work else { return }
        let hasAnswered = person.hasAnswered()
        guard hasAnswered || work.work.isShown(by: state) else {
            guard elapsed - work.since > patience else { return }
            throw CommandFailure(
                .failed,
                "line \(work.entry.line), \(work.entry.text): nobody did what was asked for within "
                    + "\(Self.text(patience)) (\"\(work.work.request)\")"
            )
        }
        self.work = nil
        if work.isFault {
            account.begin(work.entry, work.entry.faultName, at: elapsed)
        } else {
            account.endFaults()
        }
        player.postpone(by: elapsed - work.since)
    }

    private mutating func sample(_ state: BenchState, at elapsed: Duration) -> BenchSample {
        var latched: [FaultCode] = []
        if let latch = state.latch, latch.number != latchNumber {
            latchNumber = latch.number
            latched = [latch.code]
        }
        let seen = Scenario.Observation(
            elapsed: elapsed,
            latched: latched,
            activity: state.activity,
            isOff: state.duty == 0 && !state.isHeaterOn,
            isFanOn: state.isFanOn,
            chamber: state.chamber.degrees,
            element: state.element.degrees
        )
        return BenchSample(
            seen,
            setPoint: state.setPoint,
            duty: state.deliveredDuty,
            witness: witness?.sees()
        )
    }

    static func text(_ duration: Duration) -> String {
        DurationText.exact(seconds: duration.inSeconds)
    }
}

extension Scenario.Entry {
    /// The name of the fault that the line begins.
    fileprivate var faultName: String {
        guard case .fault(.begin(let fault, _)) = action else { return text }
        return fault.name
    }
}
