import Chamber
import SwitchCore
import Synchronization

/// When a client from the network was last heard of, while a change of the network waits for one.
final class HostVisits: Sendable {
    private let isAwaited = Atomic(false)
    private let last = Mutex<Instant?>(nil)

    /// Records a visit; false: nobody waits for one.
    func record(at now: Instant) -> Bool {
        guard isAwaited.load(ordering: .relaxed) else { return false }
        last.withLock { $0 = now }
        return true
    }

    /// Says whether visits count at present.
    func await(_ isAwaited: Bool) {
        self.isAwaited.store(isAwaited, ordering: .relaxed)
        if !isAwaited { last.withLock { $0 = nil } }
    }

    /// The last visit since the last call.
    func collect() -> Instant? {
        last.withLock { last in
            defer { last = nil }
            return last
        }
    }
}
