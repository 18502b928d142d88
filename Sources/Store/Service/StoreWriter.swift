import Chamber
import Pacing
import Surroundings
package import SwitchCore

/// Decides what is written when, and writes it: the store without its thread and its clock.
///
/// A latch is written at once, before anything else. Settings, profile and events wait a second for
/// more of their kind and are written in one transaction; history is written once a minute. What
/// fails is kept, within bounds, and tried again.
package final class StoreWriter {
    /// How long settings and events wait for more.
    static let settingsDelay = Duration.seconds(1)
    /// How long history waits, and a drying run's remaining time where nothing else changed.
    static let historyDelay = Duration.minutes(1)
    /// How soon a latch that could not be written is tried again.
    static let latchRetry = Duration.seconds(1)
    /// How soon everything else is tried again.
    static let retry = Duration.seconds(5)

    let directory: StateDirectory
    var pending = PendingWrites()
    var pendingLatch: StoreBuffer.StampedLatch?
    var latchRetryAt = Instant.zero
    var retryAt = Instant.zero
    var reporter: FailureReporter
    var reserveReporter: FailureReporter
    private let buffer: StoreBuffer
    private let publish: @Sendable ([StoredEvent]) -> Void
    private let isCalendarKnown: @Sendable () -> Bool
    private var doubt = CalendarDoubt()
    private var lastEventID: Int64 = 0
    /// What an earlier version wrote meanwhile is where this one keeps it.
    private var hasCaughtUp = false
    /// The newest event of the runs before this one.
    private let lastEarlierID: Int64
    /// All that the store has of them, oldest first.
    private var healthRuns: [HealthRun]

    /// - Parameters:
    /// - buffer: where other threads leave their data.
    ///   - log: receives a line for people.
    ///   - isCalendarKnown: whether the calendar's time is known to be right.
    ///   - publish: receives events as soon as they have their numbers, on the disk or not.
    package init(
        _ directory: StateDirectory,
        buffer: StoreBuffer,
        isCalendarKnown: @escaping @Sendable () -> Bool = { true },
        log: @escaping @Sendable (String) -> Void,
        publish: @escaping @Sendable ([StoredEvent]) -> Void
    ) {
        self.directory = directory
        self.buffer = buffer
        self.isCalendarKnown = isCalendarKnown
        self.publish = publish
        reporter = FailureReporter(log: log)
        reserveReporter = FailureReporter(log: log)
        let restored = directory.restore()
        healthRuns = restored.healthRuns
        pending.begin(with: restored)
        lastEventID = directory.lastEventID
        lastEarlierID = lastEventID
    }

    /// Collects the buffer, writes what is due and answers requests.
    ///
    /// - Parameter wall: the calendar's time at `now`.
    /// - Returns: when there is something to do again; `nil`: not before something is handed over.
    package func serve(_ requests: [StoreRequest], at now: Instant, wall: WallTime) -> Instant? {
        if let jump = doubt.inspect(at: now, wall: wall, isKnown: isCalendarKnown) {
            pending.shift(by: jump, isSure: !doubt.isStanding, at: now)
        }
        buffer.putSummaries(at: now)
        receive(requests, at: now, wall: wall)
        if let due = pending.due, now >= max(due, retryAt) {
            flush(pending.isHistoryDue(at: now) ? .everything : .withoutHistory, at: now)
        }
        buffer.isCalendarInDoubt = doubt.isStanding
        buffer.trouble =
            reporter.standing.map { .nothingIsStored($0) }
            ?? reserveReporter.standing.map { .faultsMayBeLost($0) }
        return next
    }

    /// Writes everything that waits, history included, and closes the database in order: its log is
    /// empty afterwards.
    package func finish(_ requests: [StoreRequest], at now: Instant, wall: WallTime) {
        buffer.putSummaries(at: nil)
        receive(requests, at: now, wall: wall)
        pending.endMinute()
        flush(.everything, at: now)
        do throws(StoreError) {
            try directory.close()
        } catch {
            // Nothing is lost: the next start reads the log.
            reporter.report(error, at: now)
        }
    }

    /// The latch first. The buffer is emptied after the requests were collected, so that a request
    /// is answered with everything handed over before it.
    private func receive(_ requests: [StoreRequest], at now: Instant, wall: WallTime) {
        keep(buffer.collect(), at: now)
        writeLatch(at: now)
        for request in requests { answer(request, at: now, wall: wall) }
    }

    /// When something is due next.
    private var next: Instant? {
        guard directory.database != nil else { return nil }
        let latch: Instant? = pendingLatch == nil ? nil : latchRetryAt
        let rest = pending.due.map { max($0, retryAt) }
        let summaries = buffer.summariesDue
        return [latch, rest, summaries].compactMap { $0 }.min()
    }

    private func keep(_ contents: StoreBuffer.Contents, at now: Instant) {
        if let latch = contents.latch {
            pendingLatch = latch
            latchRetryAt = now
        }
        if let settings = contents.settings { pending.put(settings, at: now) }
        if let profile = contents.profile { pending.put(profile, at: now) }
        if let model = contents.model { pending.put(model, at: now) }
        number(contents, at: now)
        for run in contents.healthRuns { keep(run, at: now) }
        for report in contents.runs {
            let id = directory.lastRunID + report.number
            pending.put(RecordedRun(id: id, run: report.run), at: now)
        }
        for sample in contents.samples { pending.put(sample, at: now) }
        if contents.lost > 0 {
            reporter.say("the store was too slow: \(contents.lost) events or samples were lost")
        }
    }

    private func keep(_ run: HealthRun, at now: Instant) {
        healthRuns.append(run)
        if healthRuns.count > HealthTable.capacity { healthRuns.removeFirst() }
        buffer.healthTrend = HealthHistory(healthRuns, of: run.reference).trend(at: run.wall)
        pending.put(run, at: now)
    }

    /// Events get their numbers here and not from the database, so that they can be published while
    /// the disk is full.
    private func number(_ contents: StoreBuffer.Contents, at now: Instant) {
        guard !contents.events.isEmpty else { return }
        var numbered: [StoredEvent] = []
        for (index, stamped) in contents.events.enumerated() {
            lastEventID += 1
            let isStop = index == contents.lastMinutesEvent
            numbered.append(
                StoredEvent(
                    stamped.event.noted(stamped.change?.words ?? stamped.event.note),
                    id: lastEventID,
                    wall: stamped.wall,
                    isTimeUnsure: doubt.isStanding,
                    lastMinutes: isStop ? LastMinutes(points: contents.lastMinutes) : nil
                )
            )
        }
        for event in numbered { pending.put(event, at: now) }
        publish(numbered)
    }

    /// How much of what waits is written.
    enum Extent {
        case withoutHistory
        case everything
    }

    /// Writes what waits in one transaction: all of it, or none.
    func flush(_ extent: Extent, at now: Instant) {
        guard let database = directory.database else { return }
        guard !pending.isEmpty else {
            pending.nothingIsDue()
            return
        }
        do throws(StoreError) {
            try database.transaction(.saveState) { () throws(StoreError) in
                try write(extent, to: database)
            }
        } catch {
            retryAt = now.advanced(by: StoreWriter.retry)
            reporter.report(error, at: now)
            return
        }
        if pending.lostEvents > 0 {
            reporter.say("\(pending.lostEvents) events were lost while nothing could be written")
        }
        hasCaughtUp = true
        pending.settingsWereWritten()
        if extent == .everything { pending.historyWasWritten() }
        reporter.reportSuccess()
        restoreReserve(at: now)
    }

    private func write(_ extent: Extent, to database: Database) throws(StoreError) {
        if !hasCaughtUp { try FaultsTable.catchUp(in: database) }
        if let shift = pending.shift { try write(shift.milliseconds, shift.isSure, to: database) }
        if let settings = pending.settings {
            try SettingsTable.write(settings, to: database)
        }
        if let profile = pending.profile {
            try ProfileTable.write(profile, to: database)
        }
        if let model = pending.model {
            try ModelTable.carryOut(model, in: database)
        }
        try HealthTable.append(pending.healthRuns, to: database)
        try RunsTable.put(pending.runs, in: database)
        if pending.hasEvents {
            try EventsTable.append(pending.events, to: database)
        }
        guard extent == .everything else { return }
        try HistoryTables.append(seconds: pending.seconds, to: database)
        try HistoryTables.append(minutes: pending.minutes, to: database)
    }

    /// Moves the times of what this run has written while the calendar was in doubt.
    private func write(
        _ shift: Int64,
        _ isSure: Bool,
        to database: Database
    ) throws(StoreError) {
        try EventsTable.shift(by: shift, after: lastEarlierID, isSure: isSure, in: database)
        try HistoryTables.shift(by: shift, after: directory.lastHistoryIDs, in: database)
        try RunsTable.shift(by: shift, after: directory.lastRunID, in: database)
    }

    /// Reserves space again after a latch has used it.
    private func restoreReserve(at now: Instant) {
        do throws(StoreError) {
            try directory.holdReserve()
            reserveReporter.reportSuccess()
        } catch {
            reserveReporter.report(error, at: now)
        }
    }
}

/// Logs a repeated failure: at once, then once in ten minutes, and when it is over.
struct FailureReporter {
    private let log: @Sendable (String) -> Void
    private var limiter = Limiter(every: .minutes(10))
    /// What was reported last and still fails.
    private var reported: StoreError.Kind?
    /// What fails now, in words; `nil`: nothing.
    private(set) var standing: String?

    init(log: @escaping @Sendable (String) -> Void) {
        self.log = log
    }

    /// Something failed and will be tried again.
    mutating func report(_ error: StoreError, at now: Instant) {
        standing = "\(error)"
        if reported != error.kind { limiter.reset() }
        guard limiter.allows(at: now) else { return }
        reported = error.kind
        log("\(error); Hearth tries again")
    }

    /// Something was written: what had failed works again.
    mutating func reportSuccess() {
        standing = nil
        guard reported != nil else { return }
        reported = nil
        log("the state directory can be written again")
    }

    /// Logs something else.
    func say(_ text: String) {
        log(text)
    }
}
