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
    /// A wish has had its effect after this many steps of the controller.
    private static let stepsOfAWish: UInt64 = 2
    /// Refusals wait this long for more of the same burst.
    private static let burst = Duration.milliseconds(300)
    /// An end of the band whose other end never came has been given up by then.
    private static let endsWait = Duration.milliseconds(1_500)
    /// Refusals that are kept for one report.
    private static let mostRefusals = 20

    private let module: ReefnetModule
    private var alarms = ReefnetAlarms()
    /// The set point that the hub asked for last.
    private var askedSetPoint: Double?
    /// Why the hub's newest requests were refused, and when to say so.
    private var refusals: [String] = []
    private var refusalsDueAt: Instant?
    /// Ends of the band that the hub asked for, and when they must be in force.
    private var askedEnds: [ReefnetParameter: Double] = [:]
    private var askedEndsDueAt = Instant.zero
    private var mark: Mark?
    private var lastStatus: Instant?
    private var isStatusOwed = true
    /// A status is due once the controller has reached this step.
    private var owedAtStep: UInt64?

    /// `asked`: the set point that counts as the hub's last, in °C.
    package init(_ module: ReefnetModule, asked: Double? = nil) {
        self.module = module
        askedSetPoint = asked
    }

    /// Decides what an event leads to.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        switch event {
        case .opened:
            open()
            return []
        case .received(let bytes, let snapshot): return receive(bytes, snapshot, at: now)
        case .shown(let moment): return due(moment, at: now)
        }
    }

    private mutating func open() {
        isStatusOwed = true
        lastStatus = nil
        owedAtStep = nil
        alarms.open()
    }

    private mutating func receive(
        _ bytes: UnsafeRawBufferPointer,
        _ snapshot: Snapshot,
        at now: Instant
    ) -> [Effect] {
        switch ReefnetMessage(parsing: bytes, moduleID: module.moduleID) {
        case .request:
            isStatusOwed = true
            return []
        case .silence(let order):
            owe(after: snapshot)
            return [.post(.silence(order))]
        case .ignored(let reason):
            refuse("a message was ignored: \(reason)", at: now)
            return []
        case .off(let reason):
            let rest = module.mayHeat ? " but for its off" : ""
            refuse("a message was ignored\(rest): \(reason)", at: now)
            owe(after: snapshot)
            return module.mayHeat ? set([.setPoint: 0], snapshot, at: now) : []
        case .set(let values, let orders, let unknown):
            owe(after: snapshot)
            for name in unknown { refuse("this heater does not have \(name)", at: now) }
            return orders.map { .post(.silence($0)) } + set(values, snapshot, at: now)
        }
    }

    private mutating func set(
        _ values: [ReefnetParameter: Double],
        _ snapshot: Snapshot,
        at now: Instant
    ) -> [Effect] {
        guard !values.isEmpty else { return [] }
        do throws(ReefnetBatch.Problem) {
            let tuning = try ReefnetBatch.tuning(values, mayHeat: mayHeat(by: values), snapshot)
            askedSetPoint = values[.setPoint] ?? askedSetPoint
            expectEnds(values, at: now)
            if tuning.isHeating, snapshot.latch != nil, tuning.target != nil, !tuning.turnsOff {
                refuse("no heat: \(WishOutcome.Refusal.latched.explanation)", at: now)
            }
            return [.post(.tune(tuning))]
        } catch {
            refuse(error.words, at: now)
            // Off is off, whatever stands beside it.
            let isOff = values[.setPoint].map { Tuning.isOff($0) } == true
            return isOff && values.count > 1 ? set([.setPoint: 0], snapshot, at: now) : []
        }
    }

    /// Whether the set point may turn the power on. One that only repeats the hub's last must not: its
    /// page sends the set point along with every other number.
    ///
    /// Nor must the first one of this process where it is the target that the process began with: the hub has
    /// set it before, and the heat is off since.
    private func mayHeat(by values: [ReefnetParameter: Double]) -> Bool {
        guard module.mayHeat, let setPoint = values[.setPoint] else { return false }
        return Tuning.isOff(setPoint) || setPoint != askedSetPoint
    }

    private mutating func expectEnds(_ values: [ReefnetParameter: Double], at now: Instant) {
        if values[.setPoint] != nil { askedEnds = [:] }
        for end in [ReefnetParameter.setPointMinimum, .setPointMaximum] {
            guard let value = values[end] else { continue }
            askedEnds[end] = value
            askedEndsDueAt = now.advanced(by: Self.endsWait)
        }
    }

    /// Refuses ends of the band that never came into force, because the other end never came.
    private mutating func judgeEnds(_ snapshot: Snapshot, at now: Instant) {
        guard !askedEnds.isEmpty, now >= askedEndsDueAt else { return }
        defer { askedEnds = [:] }
        if let lower = askedEnds[.setPointMinimum], let upper = askedEnds[.setPointMaximum] {
            let (low, high) = (lower.fixed(2), upper.fixed(2))
            if lower >= upper {
                refuse("the lower end \(low) is not below the upper, \(high)", at: now)
            }
            tellHeldEnds(lower, upper, snapshot, at: now)
            return
        }
        guard let (end, asked) = askedEnds.first else { return }
        let half = snapshot.settings.band.kelvins / 2
        let isLower = end == .setPointMinimum
        let shown = snapshot.settings.target.degrees + (isLower ? -half : half)
        let limits = snapshot.lowestTarget.degrees...snapshot.highestTarget.degrees
        let held = min(max(asked, limits.lowerBound), limits.upperBound)
        guard abs(shown - held) > 0.005 else { return }
        let other = isLower ? ReefnetParameter.setPointMaximum : .setPointMinimum
        refuse("\(end.rawValue) \(asked.fixed(2)) needs a \(other.rawValue) that fits it", at: now)
    }

    /// Both ends came, and the band could not be as wide or as narrow as they are apart.
    private mutating func tellHeldEnds(
        _ lower: Double,
        _ upper: Double,
        _ snapshot: Snapshot,
        at now: Instant
    ) {
        let (center, half) = (snapshot.settings.target.degrees, snapshot.settings.band.kelvins / 2)
        let bands = Tuning.bands.lowerBound.kelvins...Tuning.bands.upperBound.kelvins
        guard lower < upper, !bands.contains(upper - lower), abs(upper - lower - 2 * half) > 0.005
        else { return }
        refuse(
            "the ends \(lower.fixed(2)) and \(upper.fixed(2)) became \((center - half).fixed(2)) and "
                + "\((center + half).fixed(2)): they are \(bands.lowerBound.fixed(2)) to "
                + "\(bands.upperBound.fixed(2)) K apart",
            at: now
        )
    }

    private mutating func refuse(_ reason: String, at now: Instant) {
        if refusals.count < Self.mostRefusals { refusals.append(reason) }
        refusalsDueAt = now.advanced(by: Self.burst)
    }

    /// Tells the hub and the owner what was refused, once the burst is over.
    private mutating func collectRefusals(_ frames: ReefnetFrames, at now: Instant) -> [Effect] {
        guard let dueAt = refusalsDueAt, now >= dueAt else { return [] }
        let text = refusals.joined(separator: "; ")
        refusals = []
        refusalsDueAt = nil
        return frames.refusal(text).map { .send($0) }
            + [.report("What the reefnet hub asked for was refused: \(text).")]
    }

    private mutating func owe(after snapshot: Snapshot) {
        owedAtStep = snapshot.step &+ Self.stepsOfAWish
    }

    /// What is due at `now`, in its order.
    private mutating func due(_ moment: ReefnetMoment, at now: Instant) -> [Effect] {
        // A hub takes the first numbers that it sees for its thermometers.
        guard moment.snapshot.areProbesRead else { return [] }
        let frames = ReefnetFrames(
            module: module,
            moment: moment,
            standing: alarms.standing(at: moment),
            isMismatched: alarms.isMismatched(moment.snapshot)
        )
        judgeEnds(moment.snapshot, at: now)
        var due: [Effect] = alarms.due(frames).map { .send($0) }
        let hasAlarm = !due.isEmpty
        due += collectRefusals(frames, at: now)
        if isStatusDue(moment.snapshot, hasAlarm: hasAlarm, at: now) {
            due.append(.send(frames.status()))
        }
        return due
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

extension Snapshot {
    /// No fitted probe still waits for its first sample.
    fileprivate var areProbesRead: Bool {
        ![chamber, chamberSecond, element].contains { $0.condition == .waiting }
    }
}
