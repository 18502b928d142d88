import Chamber
import Surroundings
import SwitchCore
import Synchronization
import Threads

/// What other threads leave for the host's thread, and the descriptor that wakes it.
final class HostInbox: Sendable {
    /// Nobody clicks faster than they are carried out; more are a flood.
    private static let capacity = 16

    private struct Contents {
        var orders: [HostOrder] = []
        var visit: Instant?
        var isStopped = false
    }

    private let contents = Mutex(Contents())
    private let awaitsVisit = Atomic(false)
    /// Wakes the host's thread.
    let alarm: Wake

    init() throws(ThreadError) {
        alarm = try Wake()
    }

    /// Leaves an order; false: there are too many.
    func put(_ order: HostOrder) -> Bool {
        let isTaken = contents.withLock { contents in
            guard contents.orders.count < Self.capacity else { return false }
            contents.orders.append(order)
            return true
        }
        alarm.wake()
        return isTaken
    }

    /// Somebody from the network was heard of, at `now`. Costs nothing where nobody waits for that.
    func visited(at now: Instant) {
        guard awaitsVisit.load(ordering: .relaxed) else { return }
        contents.withLock { $0.visit = now }
        alarm.wake()
    }

    /// Says whether visits count at present.
    func awaitVisits(_ isAwaited: Bool) {
        awaitsVisit.store(isAwaited, ordering: .relaxed)
        if !isAwaited { contents.withLock { $0.visit = nil } }
    }

    func stop() {
        contents.withLock { $0.isStopped = true }
        alarm.wake()
    }

    var isStopped: Bool { contents.withLock { $0.isStopped } }

    /// The orders since the last call, and the last visit.
    func take() -> (orders: [HostOrder], visit: Instant?) {
        contents.withLock { contents in
            defer {
                contents.orders = []
                contents.visit = nil
            }
            return (contents.orders, contents.visit)
        }
    }
}
