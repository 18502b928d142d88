import Chamber
import Store
import Surroundings
import SwitchCore
import Synchronization
import TestSupport

/// A store without a thread: the test sets the time.
final class StoreBench {
    let buffer = StoreBuffer()
    let writer: StoreWriter
    let restored: StoredState
    /// Every line that went to the log.
    let log: LogLines
    /// Every event that was published live.
    let told: Told
    /// What the store writes to; `nil` where the state was unreadable.
    var database: Database? {
        guard case .open(let database) = state.contents else { return nil }
        return database
    }

    /// Whether the calendar is known to be right.
    let isCalendarKnown: CalendarFlag
    /// How far the calendar was set since the start, in ms.
    var calendarShift: Int64 = 0
    private let state: StateDirectory
    /// Nanoseconds are counted from an arbitrary start.
    private(set) var now = StoreBench.start

    /// Kept: the directory is removed with its last reference.
    let directory: TemporaryDirectory

    init(
        _ directory: TemporaryDirectory,
        subdirectory: String = "",
        schema: Schema = .current
    ) throws {
        self.directory = directory
        let path = directory.path + subdirectory
        let directory = try StateDirectory.open(path, schema: schema, at: StoreBench.wall)
        state = directory
        restored = directory.restore()
        let log = LogLines()
        self.log = log
        let told = Told()
        self.told = told
        let known = CalendarFlag()
        isCalendarKnown = known
        writer = StoreWriter(
            directory,
            buffer: buffer,
            isCalendarKnown: { known.value },
            log: { log.add($0) },
            publish: { told.add($0) }
        )
    }

    /// An arbitrary place on the monotonic clock.
    static let start = Instant.zero.advanced(by: .hours(1))

    /// 2026-07-30 14:25:30 UTC, an hour after the clock's start.
    static let wall = WallTime(milliseconds: 1_785_421_530_000)

    /// The calendar time that belongs to `now`.
    var wall: WallTime {
        let passed = now.duration(since: StoreBench.start)
        return WallTime(
            milliseconds: StoreBench.wall.milliseconds + passed.inNanoseconds / 1_000_000
                + calendarShift
        )
    }

    /// Lets time pass, then lets the store do what is due.
    @discardableResult
    func pass(_ duration: Duration = .zero, _ requests: [StoreRequest] = []) -> Instant? {
        now = now.advanced(by: duration)
        return writer.serve(requests, at: now, wall: wall)
    }

    /// Ends in order, as the daemon does.
    func stop() {
        writer.finish([], at: now, wall: wall)
    }

    func save(
        _ settings: OperatingSettings,
        dryingRemaining: Duration = .zero,
        offsets: ProbeOffsets = ProbeOffsets(),
        relaySwitchings: UInt64 = 0
    ) {
        buffer.put(
            StoredSettings(
                settings,
                dryingRemaining: dryingRemaining,
                offsets: offsets,
                relaySwitchings: relaySwitchings
            )
        )
    }

    func latch(_ record: FaultRecord) {
        buffer.put(StoreBuffer.StampedLatch(record: record, wall: wall))
    }

    func append(_ kind: Event.Kind, from requester: Requester = .controller) {
        append(.controller(kind), from: requester)
    }

    func append(_ kind: Occurrence.Kind, from requester: Requester = .controller) {
        buffer.put(Occurrence(at: now, kind: kind, requester: requester), wall: wall)
    }

    /// One second of history, with the fan on.
    func record(_ chamber: Celsius? = nil, duty: Double = 0) {
        _ = buffer.put(
            HistorySample(
                wall: wall,
                at: now,
                chamber: chamber,
                duty: Duty(duty),
                setPoint: Celsius(55),
                flags: [.fan, .power]
            )
        )
    }

    func clear(_ number: FaultNumber) throws -> Result<FaultNumber, StoreError> {
        try ask { .clearLatch(number, $0) }
    }

    func setAside() throws -> Result<String, StoreError> {
        try ask { .setAside($0) }
    }

    func events(before: Int64? = nil, limit: Int = 1000) throws -> [StoredEvent] {
        try events(EventQuery(limit: limit, before: before))
    }

    func events(_ query: EventQuery) throws -> [StoredEvent] {
        try ask { .events(query, $0) }.get()
    }

    func stop(_ id: Int64? = nil) throws -> StoredEvent? {
        try ask { .stop(id, $0) }.get()
    }

    func runs(_ query: RunQuery = RunQuery(limit: 5_000)) throws -> [RecordedRun] {
        try ask { .runs(query, $0) }.get()
    }

    func history(span: Duration, points: Int = 3600) throws -> History {
        try history(HistoryQuery(span: span, points: points))
    }

    func history(_ query: HistoryQuery) throws -> History {
        try ask { .history(query, $0) }.get()
    }

    /// Puts a request and serves until it is answered.
    private func ask<Answer: Sendable>(
        _ request: (@escaping StoreCompletion<Answer>) -> StoreRequest
    ) throws -> Result<Answer, StoreError> {
        let answer = Answered<Answer>()
        pass(.zero, [request { answer.put($0) }])
        guard let result = answer.outcome() else { throw Unanswered() }
        return result
    }
}

/// The store never answered.
struct Unanswered: Error {}

/// Lines that went to the log.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ line: String) {
        lines.withLock { $0.append(line) }
    }

    var all: [String] {
        lines.withLock { $0 }
    }
}

/// Events that were published live.
final class Told: Sendable {
    private let events = Mutex<[StoredEvent]>([])

    func add(_ new: [StoredEvent]) {
        events.withLock { $0 += new }
    }

    var all: [StoredEvent] {
        events.withLock { $0 }
    }
}

/// The answer to a request.
final class Answered<Answer: Sendable>: Sendable {
    private let result = Mutex<Result<Answer, StoreError>?>(nil)

    func put(_ answer: Result<Answer, StoreError>) {
        result.withLock { $0 = answer }
    }

    func outcome() -> Result<Answer, StoreError>? {
        result.withLock { $0 }
    }
}

/// What the store is told of the calendar.
final class CalendarFlag: Sendable {
    private let flag = Mutex(true)

    var value: Bool {
        get { flag.withLock { $0 } }
        set { flag.withLock { $0 = newValue } }
    }
}
