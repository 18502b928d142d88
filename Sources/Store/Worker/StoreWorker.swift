package import Chamber
import Glibc
import MachineClock
package import Surroundings
import SwitchCore
import Synchronization
import Threads

/// The store on a thread of its own: everyone hands it what is to be kept, nobody waits for it.
///
/// Handing over an event, a sample, a latch or settings takes a short lock and no memory, so that
/// the controller's thread may do it in its beat. The disk may be full, read-only or slow: what is
/// handed over is kept, within bounds, and tried again; the log hears of it once.
package final class StoreWorker: Sendable {
    /// Samples wake nobody; this is how long they may lie unseen.
    private static let longestSleep = Duration.seconds(30)

    /// SQLite is at home in less.
    private static let stackBytes = 512 * 1024

    private let inbox = StoreInbox()
    private let wake: Wake
    // Used by the store's thread alone from `start` to its end, and by nobody before and after.
    private nonisolated(unsafe) let keeper: StoreKeeper
    private let thread = Mutex<pthread_t?>(nil)

    /// Takes `directory` over; nobody else may use it from here on.
    ///
    /// - Parameters:
    ///   - log: called on the store's thread with a line for people.
    ///   - tell: called on the store's thread with events as soon as they have their numbers, on
    ///     the disk or not.
    package init(
        _ directory: sending StateDirectory,
        log: @escaping @Sendable (String) -> Void,
        tell: @escaping @Sendable ([StoredEvent]) -> Void = { _ in }
    ) throws(StoreError) {
        do throws(ThreadError) {
            wake = try Wake()
        } catch {
            throw StoreError(.startThread, errno: error.errno, path: "pipe")
        }
        keeper = StoreKeeper(directory, inbox: inbox, log: log, tell: tell)
    }

    /// Starts the thread; a second call does nothing.
    package func start() throws(StoreError) {
        try thread.withLock { thread throws(StoreError) in
            guard thread == nil else { return }
            var started = pthread_t()
            let context = Unmanaged.passRetained(self)
            var attributes = pthread_attr_t()
            // Neither can fail with these values (pthread_attr_setstacksize(3)). The usual 8 MiB
            // would all count where the process locks its memory.
            pthread_attr_init(&attributes)
            pthread_attr_setstacksize(&attributes, StoreWorker.stackBytes)
            defer { pthread_attr_destroy(&attributes) }
            let result = pthread_create(&started, &attributes, runStore, context.toOpaque())
            guard result == 0 else {
                context.release()
                throw StoreError(.startThread, errno: result, path: "pthread_create")
            }
            thread = started
        }
    }

    /// Writes everything that waits, history included, answers what was asked, closes the database
    /// and ends the thread. Returns when all that is done; a second call does nothing.
    package func stop() {
        inbox.stop()
        wake.wake()
        let running = thread.withLock { thread in
            let running = thread
            thread = nil
            return running
        }
        if let running { pthread_join(running, nil) }
    }

    /// The thread's life.
    fileprivate func run() {
        while true {
            let now = Instant.monotonic()
            let (next, isDone) = keeper.serve(at: now, wall: .now())
            guard !isDone else { break }
            let due = next.map { $0.duration(since: now) } ?? StoreWorker.longestSleep
            wake.wait(atMost: min(due, StoreWorker.longestSleep))
        }
        keeper.finish(at: .monotonic(), wall: .now())
    }
}

/// What others hand over; each call returns at once.
extension StoreWorker {
    /// Keeps an event; a latched fault is written to the latch at once.
    package func append(_ event: Event) {
        append(Occurrence(event))
    }

    /// Keeps an occurrence, also one that the controller had no part in.
    package func append(_ occurrence: Occurrence) {
        inbox.put(occurrence, wall: .now())
        wake.wake()
    }

    /// Notes one second of the controller's time; two minutes of them are kept with an event by which
    /// a rule stopped the heat.
    package func note(_ point: RunUp.Point) {
        inbox.put(point)
    }

    /// Keeps the settings as they are now, a second from now; `isOn` is never kept.
    ///
    /// May be called as often as anything changes: what is on the disk already is not written
    /// again, and the rest of a drying run alone is written once a minute.
    package func save(
        _ settings: OperatingSettings,
        dryingRemaining: Duration,
        offsets: ProbeOffsets
    ) {
        inbox.put(StoredSettings(settings, dryingRemaining: dryingRemaining, offsets: offsets))
        wake.wake()
    }

    /// Keeps the profile as it is now, a second from now.
    package func save(_ profile: DeviceProfile) {
        inbox.put(profile)
        wake.wake()
    }

    /// Keeps the learned model as it is now, a second from now.
    package func save(_ model: StoredModel) {
        inbox.put(model)
        wake.wake()
    }

    /// Keeps a latched fault, at once; ``append(_:)`` does the same with the fault's event.
    package func writeLatch(_ record: FaultRecord) {
        inbox.put(StoreInbox.StampedLatch(record: record, wall: .now()))
        wake.wake()
    }

    /// Keeps one second of history, once a minute.
    package func record(_ sample: HistorySample) {
        if inbox.put(sample) { wake.wake() }
    }

    /// Removes the fault `number` from the disk. Only after success may it be cleared in memory:
    /// ``Wish/confirmLatchCleared(_:)``.
    package func clearLatch(
        _ number: FaultNumber,
        completion: @escaping StoreCompletion<FaultNumber>
    ) {
        put(.clearLatch(number, completion))
    }

    /// Keeps the unreadable database under a dated name, whose path is the answer, and begins a
    /// fresh one; the latch is in it and still has to be cleared.
    package func setAside(completion: @escaping StoreCompletion<String>) {
        put(.setAside(completion))
    }

    /// The newest events older than the one with the id `before`, newest first.
    ///
    /// - Parameter limit: held to 1…1,000.
    package func events(
        before: Int64? = nil,
        limit: Int,
        completion: @escaping StoreCompletion<[StoredEvent]>
    ) {
        put(.events(before: before, limit: limit, completion))
    }

    /// The event by which a rule stopped the heat, with the two minutes before; `id` `nil`: the newest.
    package func stop(_ id: Int64?, completion: @escaping StoreCompletion<StoredEvent?>) {
        put(.stop(id, completion))
    }

    /// The last `span` in at most `points` points, oldest first.
    ///
    /// - Parameters:
    ///   - span: held to 1 s…30 days; up to an hour it is told by the second, else by the minute.
    ///   - points: held to 1…3,600.
    package func history(
        span: Duration,
        points: Int,
        completion: @escaping StoreCompletion<History>
    ) {
        put(.history(span: span, points: points, completion))
    }

    private func put(_ request: StoreRequest) {
        guard inbox.put(request) else {
            request.fail(
                StoreError(.answer, .stopped, words: "it is stopping, or overloaded", path: "store")
            )
            return
        }
        wake.wake()
    }
}

/// The thread's entry point, with C's signature; takes over the reference in `context`.
private func runStore(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<StoreWorker>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
