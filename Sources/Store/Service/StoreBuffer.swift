package import Chamber
package import Surroundings
import SwitchCore
import Synchronization

/// What the beat and other threads hand to the store.
///
/// Each call takes a short lock and copies into reserved space; it never allocates for an event, a
/// sample, a latch or settings, and never waits for the disk. What does not fit is lost and
/// counted.
package final class StoreBuffer: Sendable {
    /// Everything since the last collection.
    struct Contents {
        var latch: StampedLatch?
        var settings: StoredSettings?
        var profile: DeviceProfile?
        var model: ModelOrder?
        var healthRuns: [HealthRun] = []
        var runs: [RunWatch.Report] = []
        var events: [StampedEvent] = []
        var samples: [HistorySample] = []
        /// The two minutes before the first stop among the events, and that event's index.
        var lastMinutes: [LastMinutes.Point] = []
        var lastMinutesEvent: Int?
        /// Events and samples that did not fit.
        var lost = 0
    }

    /// A fault and the calendar time at which it latched.
    package struct StampedLatch: Equatable {
        let record: FaultRecord
        let wall: WallTime

        /// - Parameter wall: when it latched.
        package init(record: FaultRecord, wall: WallTime) {
            self.record = record
            self.wall = wall
        }
    }

    /// An event and the calendar time at which the store received it.
    struct StampedEvent {
        let event: Occurrence
        let wall: WallTime
        /// What changed, where the event is a change of settings.
        var change: SettingsChange?
    }

    /// A step of the controller reports a few events at most; the store empties the buffer as soon
    /// as the disk is free, which on a bad card can take tens of seconds.
    static let eventCapacity = 256
    /// Four minutes of one sample a second.
    static let sampleCapacity = 240
    /// Runs end minutes apart.
    static let healthCapacity = 8
    /// Runs are longer than 5 s.
    static let runCapacity = 16

    private let contents: Mutex<Contents>
    private let gate = Mutex(EventGate())
    private let ring = Mutex(LastMinutesRing())
    private let newestTrouble = Mutex<StoreTrouble?>(nil)
    private let calendarDoubt = Mutex(false)
    private let newestTrend = Mutex(HealthTrend())

    /// An empty buffer, with all its space reserved.
    package init() {
        contents = Mutex(StoreBuffer.empty())
    }

    private static func empty() -> Contents {
        var contents = Contents()
        contents.events.reserveCapacity(eventCapacity)
        contents.samples.reserveCapacity(sampleCapacity)
        contents.healthRuns.reserveCapacity(healthCapacity)
        contents.runs.reserveCapacity(runCapacity)
        contents.lastMinutes.reserveCapacity(LastMinutes.capacity)
        return contents
    }

    /// Keeps an event; a latched fault goes to the latch as well. False: too many like it came, it was
    /// only counted, and the store knows that there are such.
    @discardableResult
    package func put(
        _ event: Occurrence,
        wall: WallTime,
        change: SettingsChange? = nil
    ) -> Bool {
        let stamped = StampedEvent(event: event, wall: wall, change: change)
        switch gate.withLock({ $0.admit(stamped) }) {
        case .passes: keep(stamped)
        case .beginsToHold: break
        case .isHeld: return false
        }
        return true
    }

    /// Keeps one event each for those that were only counted, where it is time to report them;
    /// `now` `nil`: at once.
    func putSummaries(at now: Instant?) {
        let summaries = gate.withLock { gate in
            if let now { gate.collect(at: now) } else { gate.collectAll() }
        }
        for summary in summaries { keep(summary) }
    }

    /// When the next summaries are due; `nil`: nothing was only counted.
    var summariesDue: Instant? { gate.withLock { $0.due } }

    private func keep(_ stamped: StampedEvent) {
        let (event, wall) = (stamped.event, stamped.wall)
        contents.withLock { contents in
            if case .controller(.latched(let record)) = event.kind {
                contents.latch = StampedLatch(record: record, wall: wall)
            }
            guard contents.events.count < StoreBuffer.eventCapacity else {
                contents.lost += 1
                return
            }
            if case .controller(let kind) = event.kind, kind.isStopByRule,
                contents.lastMinutesEvent == nil
            {
                ring.withLock { $0.copy(to: &contents.lastMinutes) }
                contents.lastMinutesEvent = contents.events.count
            }
            contents.events.append(stamped)
        }
    }

    /// Keeps one second of the controller's time, for the two minutes before a stop.
    package func put(_ point: LastMinutes.Point) {
        ring.withLock { $0.append(point) }
    }

    /// Keeps the fault that is latched now.
    package func put(_ latch: StampedLatch) {
        contents.withLock { $0.latch = latch }
    }

    /// Keeps the newest settings.
    package func put(_ settings: StoredSettings) {
        contents.withLock { $0.settings = settings }
    }

    /// Keeps the newest model.
    package func put(_ model: StoredModel) {
        contents.withLock { $0.model = .keep(model) }
    }

    /// Forgets the stored model, and a newer one that waits to be stored.
    package func forgetModel() {
        contents.withLock { $0.model = .forget }
    }

    /// Keeps what a run showed.
    package func put(_ run: HealthRun) {
        contents.withLock { contents in
            guard contents.healthRuns.count < StoreBuffer.healthCapacity else {
                contents.lost += 1
                return
            }
            contents.healthRuns.append(run)
        }
    }

    /// Keeps a run of heat as it is now.
    package func put(_ report: RunWatch.Report) {
        contents.withLock { contents in
            if contents.runs.last?.number == report.number { contents.runs.removeLast() }
            guard contents.runs.count < StoreBuffer.runCapacity else {
                contents.lost += 1
                return
            }
            contents.runs.append(report)
        }
    }

    /// Keeps the newest profile.
    package func put(_ profile: DeviceProfile) {
        contents.withLock { $0.profile = profile }
    }

    /// Keeps a sample; true: it is time to empty the buffer.
    package func put(_ sample: HistorySample) -> Bool {
        contents.withLock { contents in
            guard contents.samples.count < StoreBuffer.sampleCapacity else {
                contents.lost += 1
                return true
            }
            contents.samples.append(sample)
            return contents.samples.count >= StoreBuffer.sampleCapacity / 2
        }
    }

    /// What cannot be written at present; `nil`: everything can.
    package var trouble: StoreTrouble? {
        get { newestTrouble.withLock { $0 } }
        set { newestTrouble.withLock { $0 = newValue } }
    }

    /// The calendar was never known to be right in this run.
    package var isCalendarInDoubt: Bool {
        get { calendarDoubt.withLock { $0 } }
        set { calendarDoubt.withLock { $0 = newValue } }
    }

    /// What the health figures were before.
    package var healthTrend: HealthTrend {
        get { newestTrend.withLock { $0 } }
        set { newestTrend.withLock { $0 = newValue } }
    }

    /// Empties the buffer.
    func collect() -> Contents {
        // Made outside the lock: reserving space allocates.
        var fresh = StoreBuffer.empty()
        contents.withLock { swap(&$0, &fresh) }
        return fresh
    }
}

/// The newest two minutes by the second, in space allocated once.
struct LastMinutesRing {
    private var points: [LastMinutes.Point]
    private var next = 0
    private var count = 0

    init() {
        let empty = LastMinutes.Point(chamber: nil, element: nil, setPoint: nil, duty: 0)
        points = Array(repeating: empty, count: LastMinutes.capacity)
    }

    mutating func append(_ point: LastMinutes.Point) {
        points[next] = point
        next = (next + 1) % points.count
        count = min(count + 1, points.count)
    }

    /// Copies its points into `target`, oldest first; allocates nothing where `target` has the
    /// space.
    func copy(to target: inout [LastMinutes.Point]) {
        target.removeAll(keepingCapacity: true)
        for index in 0..<count {
            target.append(points[(next + points.count - count + index) % points.count])
        }
    }
}
