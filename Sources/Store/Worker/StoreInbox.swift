package import Chamber
package import Surroundings
import Synchronization

/// What waits for the store: everything that other threads hand to it goes through here.
///
/// Handing over takes a short lock and copies into space that was reserved beforehand; it never
/// allocates for an event, a sample, a latch or settings, and never waits for the disk. What finds
/// no space is lost and counted.
package final class StoreInbox: Sendable {
    /// All that has been handed over since the last look.
    struct Contents {
        var latch: StampedLatch?
        var settings: StoredSettings?
        var profile: DeviceProfile?
        var model: StoredModel?
        var events: [StampedEvent] = []
        var samples: [HistorySample] = []
        /// The two minutes before the first stop among the events, and which of them it is.
        var runUp: [RunUp.Point] = []
        var runUpEvent: Int?
        var requests: [StoreRequest] = []
        /// Events and samples that found no space.
        var lost = 0
        var isStopping = false
    }

    /// A fault and the calendar time at which it latched.
    package struct StampedLatch: Equatable {
        package let record: FaultRecord
        package let wall: WallTime

        package init(record: FaultRecord, wall: WallTime) {
            self.record = record
            self.wall = wall
        }
    }

    /// An event and the calendar time at which the store was told of it.
    struct StampedEvent {
        let event: Occurrence
        let wall: WallTime
    }

    /// A step of the controller reports a few events at most; the store empties the inbox as soon
    /// as it has the disk's attention, which on a bad card can take tens of seconds.
    static let eventCapacity = 256
    /// Four minutes of one sample a second.
    static let sampleCapacity = 240
    /// Requests come from people.
    static let requestCapacity = 64

    private let contents: Mutex<Contents>
    private let ring = Mutex(RunUpRing())

    package init() {
        contents = Mutex(StoreInbox.empty())
    }

    private static func empty() -> Contents {
        var contents = Contents()
        contents.events.reserveCapacity(eventCapacity)
        contents.samples.reserveCapacity(sampleCapacity)
        contents.runUp.reserveCapacity(RunUp.capacity)
        contents.requests.reserveCapacity(requestCapacity)
        return contents
    }

    /// Takes an event; a latched fault among them goes to the latch as well.
    package func put(_ event: Occurrence, wall: WallTime) {
        contents.withLock { contents in
            if case .controller(.latched(let record)) = event.kind {
                contents.latch = StampedLatch(record: record, wall: wall)
            }
            guard contents.events.count < StoreInbox.eventCapacity else {
                contents.lost += 1
                return
            }
            if case .controller(let kind) = event.kind, kind.isStopByRule,
                contents.runUpEvent == nil
            {
                ring.withLock { $0.copy(to: &contents.runUp) }
                contents.runUpEvent = contents.events.count
            }
            contents.events.append(StampedEvent(event: event, wall: wall))
        }
    }

    /// Takes one second of the controller's time, for the run-up to a stop.
    package func put(_ point: RunUp.Point) {
        ring.withLock { $0.append(point) }
    }

    package func put(_ latch: StampedLatch) {
        contents.withLock { $0.latch = latch }
    }

    package func put(_ settings: StoredSettings) {
        contents.withLock { $0.settings = settings }
    }

    package func put(_ model: StoredModel) {
        contents.withLock { $0.model = model }
    }

    package func put(_ profile: DeviceProfile) {
        contents.withLock { $0.profile = profile }
    }

    /// Takes a sample; says whether it is time to empty the inbox.
    package func put(_ sample: HistorySample) -> Bool {
        contents.withLock { contents in
            guard contents.samples.count < StoreInbox.sampleCapacity else {
                contents.lost += 1
                return true
            }
            contents.samples.append(sample)
            return contents.samples.count >= StoreInbox.sampleCapacity / 2
        }
    }

    /// Takes a request; says `false` where there are too many, or the store is stopping.
    package func put(_ request: StoreRequest) -> Bool {
        contents.withLock { contents in
            guard !contents.isStopping, contents.requests.count < StoreInbox.requestCapacity else {
                return false
            }
            contents.requests.append(request)
            return true
        }
    }

    /// No request is taken any more; the store ends once it has done what is here.
    package func stop() {
        contents.withLock { $0.isStopping = true }
    }

    /// Empties the inbox.
    func takeAll() -> Contents {
        // Made outside the lock: reserving the space for the next ones allocates.
        var fresh = StoreInbox.empty()
        contents.withLock { contents in
            fresh.isStopping = contents.isStopping
            swap(&contents, &fresh)
        }
        return fresh
    }
}
