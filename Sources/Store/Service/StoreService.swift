package import Chamber
package import Surroundings
import SwitchCore
package import System
import Threads

/// The store on a thread of its own: every thread can hand it data, and none waits for it.
///
/// Handing over an event, a sample, a latch or settings takes a short lock and no memory, so the
/// controller's thread may do it in its beat. Where the disk is full, read-only or slow, data is
/// kept, within bounds, and written again later; the log gets one line.
package final class StoreService: Sendable {
    /// Requests come from people.
    private static let requestCapacity = 64

    private let buffer: StoreBuffer
    private let mailbox: Mailbox<StoreRequest>
    private let worker: Worker

    /// Owns `directory`; nobody else may use it.
    ///
    /// - Parameters:
    ///   - log: called on the store's thread with a line for people.
    ///   - isCalendarKnown: called on the store's thread: whether the calendar's time is known to be right.
    ///   - publish: called on the store's thread with events as soon as they have their numbers, on
    ///     the disk or not.
    package init(
        _ directory: sending StateDirectory,
        isCalendarKnown: @escaping @Sendable () -> Bool = { true },
        log: @escaping @Sendable (String) -> Void,
        publish: @escaping @Sendable ([StoredEvent]) -> Void = { _ in }
    ) throws(SystemError) {
        let buffer = StoreBuffer()
        self.buffer = buffer
        mailbox = try Mailbox(capacity: Self.requestCapacity)
        // Used by the store's thread alone, from `start` to its end.
        nonisolated(unsafe) let writer = StoreWriter(
            directory,
            buffer: buffer,
            isCalendarKnown: isCalendarKnown,
            log: log,
            publish: publish
        )
        worker = Worker(named: "store", serving: mailbox) { StoreWork(writer) }
    }

    /// Starts the thread; a second call does nothing.
    package func start() throws(SystemError) {
        try worker.start()
    }

    /// Writes everything that waits, history included, answers all requests, closes the database,
    /// ends the thread, and then returns. A second call does nothing.
    package func stop() {
        worker.stop()
    }
}

/// The writer with the calendar time.
private struct StoreWork: Work {
    /// Samples wake nobody; this is how long they may wait.
    private static let longestSleep = Duration.seconds(30)

    private let writer: StoreWriter

    init(_ writer: StoreWriter) {
        self.writer = writer
    }

    func serve(_ requests: [StoreRequest], at now: Instant) -> Instant? {
        let latest = now.advanced(by: Self.longestSleep)
        return min(writer.serve(requests, at: now, wall: .now()) ?? latest, latest)
    }

    func end(_ requests: [StoreRequest], at now: Instant) {
        writer.finish(requests, at: now, wall: .now())
    }
}

/// What other threads hand over; each call returns at once.
extension StoreService {
    /// Keeps an event; a latched fault is written to the latch at once.
    ///
    /// - Parameter change: what changed, where it is a change of settings.
    package func append(_ event: Event, change: SettingsChange? = nil) {
        if buffer.put(Occurrence(event), wall: .now(), change: change) { mailbox.wake() }
    }

    /// Keeps an occurrence, also one from outside the controller; of very many alike, some are counted
    /// and told together (``EventGate``).
    package func append(_ occurrence: Occurrence) {
        if buffer.put(occurrence, wall: .now()) { mailbox.wake() }
    }

    /// Keeps one second of the controller's time; an event by which a rule stopped the heat is
    /// stored with two minutes of them.
    package func record(_ point: LastMinutes.Point) {
        buffer.put(point)
    }

    /// Keeps the settings, a second from now; `isOn` is never kept.
    ///
    /// May be called at any rate: settings that are on the disk are not written again, and a drying
    /// run's remaining time or the relay's count alone is written once a minute.
    package func save(_ settings: StoredSettings) {
        buffer.put(settings)
        mailbox.wake()
    }

    /// Keeps the profile, a second from now.
    package func save(_ profile: DeviceProfile) {
        buffer.put(profile)
        mailbox.wake()
    }

    /// Keeps the learned model, a second from now.
    package func save(_ model: StoredModel) {
        buffer.put(model)
        mailbox.wake()
    }

    /// Forgets the learned model, a second from now.
    package func forgetModel() {
        buffer.forgetModel()
        mailbox.wake()
    }

    /// Keeps what a run showed, a second from now.
    package func save(_ run: HealthRun) {
        buffer.put(run)
        mailbox.wake()
    }

    /// Keeps a run of heat as it is now: a second from its end, and once a minute while it goes on.
    package func save(_ report: RunWatch.Report) {
        buffer.put(report)
        mailbox.wake()
    }

    /// What cannot be written at present; `nil`: everything can.
    package var trouble: StoreTrouble? { buffer.trouble }

    /// The calendar was never known to be right in this run.
    package var isCalendarInDoubt: Bool { buffer.isCalendarInDoubt }

    /// What the health figures were before; set once at the start, then by each run.
    package var healthTrend: HealthTrend { buffer.healthTrend }

    /// Begins with the trend of `history`.
    package func begin(_ history: HealthHistory) {
        buffer.healthTrend = history.trend(at: .now())
    }

    /// Keeps one second of history, once a minute.
    package func record(_ sample: HistorySample) {
        if buffer.put(sample) { mailbox.wake() }
    }

    /// Removes the fault `number` from the disk. Only after success may it be cleared in memory:
    /// ``Wish/confirmLatchCleared(_:)``.
    package func clearLatch(
        _ number: FaultNumber,
        completion: @escaping StoreCompletion<FaultNumber>
    ) {
        put(.clearLatch(number, completion))
    }

    /// Keeps the unreadable database under a dated name, whose path is the answer, and creates a
    /// fresh one, which holds the latch: it still has to be cleared.
    package func setAside(completion: @escaping StoreCompletion<String>) {
        put(.setAside(completion))
    }

    /// The events that `query` asks for, newest first; its limit is held to 1…1,000.
    package func events(
        _ query: EventQuery,
        completion: @escaping StoreCompletion<[StoredEvent]>
    ) {
        put(.events(query, completion))
    }

    /// The event by which a rule stopped the heat, with the two minutes before; `id` `nil`: the newest.
    package func stop(_ id: Int64?, completion: @escaping StoreCompletion<StoredEvent?>) {
        put(.stop(id, completion))
    }

    /// The span or range of `query`, oldest first. Its length is held to 1 s…30 days and its points to
    /// 1…3,600; up to the last hour it is by the second, else by the minute.
    package func history(
        _ query: HistoryQuery,
        completion: @escaping StoreCompletion<History>
    ) {
        put(.history(query, completion))
    }

    /// The runs that `query` asks for, newest first; its limit is held to 1…5,000.
    package func runs(
        _ query: RunQuery,
        completion: @escaping StoreCompletion<[RecordedRun]>
    ) {
        put(.runs(query, completion))
    }

    private func put(_ request: StoreRequest) {
        guard !mailbox.post(request) else { return }
        request.fail(
            StoreError(.answer, .stopped, words: "it is stopping, or overloaded", path: "store")
        )
    }
}
