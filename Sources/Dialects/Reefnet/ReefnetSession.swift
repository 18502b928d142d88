import Chamber
package import SwitchCore

/// A module's side of its conversation with a hub.
///
/// A value without clock and network. It follows the snapshot, and so has no deadline. It outlives a connection, so that a hub that comes back hears of
/// alarms that ended meanwhile.
package struct ReefnetSession: Sendable {
    /// What makes a `status` worth sending before its second is over.
    private struct Mark: Equatable {
        var settings: OperatingSettings
        var guards: GuardParameters
        var latch: FaultNumber?
        var warnings: WarningSet
        var isHeaterOn: Bool
        var isSilenced: Bool
    }

    /// Between two statuses where nothing happens (the protocol's heartbeat).
    private static let period = Duration.seconds(1)
    /// Between any two statuses: a hub that floods gets one answer for all.
    private static let pause = Duration.milliseconds(50)
    /// A wish has had its effect after so many steps of the controller.
    private static let stepsOfAWish: UInt64 = 2
    /// The alarm about two probes ends below this share of the tolerance: it must not flicker.
    private static let calmShare = 0.8

    private let module: ReefnetModule
    /// Alarms that the hub knows as standing.
    private var told: [ReefnetStanding] = []
    private var mismatchSince: Int64?
    private var isMismatchTold = false
    private var mark: Mark?
    private var lastStatus: Instant?
    private var isStatusOwed = true
    /// A status is due once the controller has reached this step.
    private var owedAtStep: UInt64?

    package init(_ module: ReefnetModule) {
        self.module = module
    }

    /// Decides what an event leads to.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        switch event {
        case .opened:
            open()
            return []
        case .received(let bytes, let snapshot): return receive(bytes, snapshot)
        case .shown(let moment): return due(moment, at: now).map { .send($0) }
        }
    }

    private mutating func open() {
        isStatusOwed = true
        lastStatus = nil
        owedAtStep = nil
        isMismatchTold = false
        // Standing alarms are sent again; alarms that ended meanwhile are sent as ended.
        for index in told.indices { told[index].isStale = true }
    }

    private mutating func receive(
        _ bytes: UnsafeRawBufferPointer,
        _ snapshot: Snapshot
    ) -> [Effect] {
        switch ReefnetMessage(parsing: bytes, moduleID: module.moduleID) {
        case .request:
            isStatusOwed = true
            return []
        case .silence(let order):
            owe(after: snapshot)
            return [.post(.silence(order))]
        case .ignored(let reason):
            return [.report("A message of the reefnet hub was ignored: \(reason).")]
        case .set(let values, let unknown):
            owe(after: snapshot)
            return set(values, unknown, snapshot)
        }
    }

    private func set(
        _ values: [ReefnetParameter: Double],
        _ unknown: [String],
        _ snapshot: Snapshot
    ) -> [Effect] {
        var effects: [Effect] = []
        if !unknown.isEmpty {
            let names = unknown.prefix(3).joined(separator: ", ")
            effects = [.report("The reefnet hub set what this heater does not have: \(names).")]
        }
        guard !values.isEmpty else { return effects }
        do throws(ReefnetBatch.Problem) {
            let tuning = try ReefnetBatch.tuning(values, snapshot)
            effects.append(.post(.tune(tuning)))
            if module.mayHeat, let target = tuning.target {
                effects.append(.post(.heat(to: target)))
            }
        } catch {
            effects = [.report("Nothing was changed by the reefnet hub: \(error.words).")]
        }
        return effects
    }

    private mutating func owe(after snapshot: Snapshot) {
        owedAtStep = snapshot.step &+ Self.stepsOfAWish
    }

    /// The frames that are due at `now`, in their order.
    private mutating func due(_ moment: ReefnetMoment, at now: Instant) -> [[UInt8]] {
        let standing = standing(at: moment)
        let isMismatched = judgeMismatch(moment)
        let frames = ReefnetFrames(
            module: module,
            moment: moment,
            standing: standing,
            isMismatched: isMismatched
        )
        var due = alarms(standing, frames)
        if let alarm = mismatchAlarm(isMismatched, frames) { due.append(alarm) }
        if isStatusDue(moment.snapshot, hasAlarm: !due.isEmpty, at: now) {
            due.append(frames.status())
        }
        return due
    }

    /// The standing alarms, with the times at which they began.
    private func standing(at moment: ReefnetMoment) -> [ReefnetStanding] {
        ReefnetStanding.all(in: moment.snapshot, at: moment.wallMilliseconds).map { one in
            var one = one
            if let before = told.first(where: { $0.alarm == one.alarm }) {
                one.triggeredAt = before.triggeredAt
            }
            return one
        }
    }

    private mutating func alarms(
        _ standing: [ReefnetStanding],
        _ frames: ReefnetFrames
    ) -> [[UInt8]] {
        var due: [[UInt8]] = []
        for one in told where !standing.contains(where: { $0.alarm == one.alarm }) {
            due.append(frames.alarm(one, clearedAt: frames.moment.wallMilliseconds))
        }
        for one in standing {
            let isTold = told.contains { $0.alarm == one.alarm && !$0.isStale }
            if !isTold { due.append(frames.alarm(one, clearedAt: nil)) }
        }
        told = standing
        return due
    }

    private mutating func judgeMismatch(_ moment: ReefnetMoment) -> Bool {
        let snapshot = moment.snapshot
        guard let first = snapshot.chamber.temperature?.degrees,
            let second = snapshot.chamberSecond.temperature?.degrees
        else { return mismatchSince != nil }
        let tolerance = snapshot.guards.probeTolerance.kelvins
        let limit = mismatchSince == nil ? tolerance : tolerance * Self.calmShare
        return abs(first - second) > limit
    }

    private mutating func mismatchAlarm(
        _ isMismatched: Bool,
        _ frames: ReefnetFrames
    ) -> [UInt8]? {
        let now = frames.moment.wallMilliseconds
        if isMismatched {
            let since = mismatchSince ?? now
            mismatchSince = since
            guard !isMismatchTold else { return nil }
            isMismatchTold = true
            return frames.mismatch(since: since, clearedAt: nil)
        }
        guard let since = mismatchSince else { return nil }
        mismatchSince = nil
        isMismatchTold = false
        return frames.mismatch(since: since, clearedAt: now)
    }

    private mutating func isStatusDue(
        _ snapshot: Snapshot,
        hasAlarm: Bool,
        at now: Instant
    ) -> Bool {
        let current = Mark(
            settings: snapshot.settings,
            guards: snapshot.guards,
            latch: snapshot.latch?.number,
            warnings: snapshot.warnings,
            isHeaterOn: snapshot.isHeaterOn,
            isSilenced: snapshot.isSilenced
        )
        if current != mark || hasAlarm { isStatusOwed = true }
        mark = current
        if let owed = owedAtStep, snapshot.step >= owed {
            owedAtStep = nil
            isStatusOwed = true
        }
        let age = lastStatus.map { now.duration(since: $0) }
        let isDue = age.map { $0 >= Self.period || (isStatusOwed && $0 >= Self.pause) } ?? true
        guard isDue else { return false }
        isStatusOwed = false
        lastStatus = now
        return true
    }
}
