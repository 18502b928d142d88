import CSupport
import Glibc

/// Waits for the next beat without libwebsockets, which asks the system about every connection whenever it
/// waits (poll(2)): with a thousand that say nothing, ten beats a second cost more than all they are sent.
///
/// It tells that something has happened, not what: libwebsockets then looks for itself. `signal()` may be
/// called from any thread; all else belongs to the thread that serves the loop.
final class QuietWait: Sendable {
    private let watch: Int32
    private let signalDescriptor: Int32

    /// What a descriptor of the set stands for.
    private enum Number: Int32 {
        case beat
        case signal
        case other
    }

    /// Nil where the system has no descriptor left: then libwebsockets does all the waiting.
    init?() {
        watch = hearth_open_watch()
        signalDescriptor = hearth_open_signal()
        guard watch >= 0, signalDescriptor >= 0,
            hearth_watch(watch, signalDescriptor, Number.signal.rawValue, 0) == 0
        else { return nil }
    }

    deinit {
        for descriptor in [watch, signalDescriptor] where descriptor >= 0 {
            Glibc.close(descriptor)
        }
    }

    /// Adds the beat's timer; false where the system cannot.
    func add(beat descriptor: Int32) -> Bool {
        hearth_watch(watch, descriptor, Number.beat.rawValue, 0) == 0
    }

    /// Adds a listening socket; false where the system cannot.
    func add(listening descriptor: Int32) -> Bool {
        hearth_watch(watch, descriptor, Number.other.rawValue, 0) == 0
    }

    /// Adds a connection, until it is closed; false where the system cannot.
    func add(connection descriptor: Int32) -> Bool {
        hearth_watch(watch, descriptor, Number.other.rawValue, 1) == 0
    }

    /// Ends the wait; from any thread.
    func signal() {
        hearth_signal(signalDescriptor)
    }

    /// Forgets what has happened so far, which libwebsockets is about to look at.
    func forget() {
        hearth_drain_watch(watch)
    }

    /// Waits; true for a beat and nothing else.
    func isBeatAlone() -> Bool {
        var numbers: (Int32, Int32) = (0, 0)
        let count = withUnsafeMutableBytes(of: &numbers) { bytes in
            hearth_wait_for_watch(watch, bytes.bindMemory(to: Int32.self).baseAddress, 2, -1)
        }
        if count > 0,
            numbers.0 == Number.signal.rawValue || count > 1 && numbers.1 == Number.signal.rawValue
        {
            hearth_collect_signal(signalDescriptor)
        }
        return count == 1 && numbers.0 == Number.beat.rawValue
    }
}
