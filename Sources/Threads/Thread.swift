import CSupport
import Glibc
import System

/// A thread of the operating system: Swift concurrency stays out of the beat.
struct Thread: Sendable {
    /// The stack that our threads get: ample for their work, small beside the default 8 MiB.
    static let usualStackBytes = 512 * 1024

    private let handle: pthread_t

    /// The body, on its way to the new thread.
    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Starts a thread named `name` (15 characters at most). Throws where the system gives none.
    init(
        named name: String,
        stackBytes: Int = usualStackBytes,
        _ body: @escaping @Sendable () -> Void
    ) throws(SystemError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackBytes)
        var handle = pthread_t()
        let context = Unmanaged.passRetained(Body(body))
        let result = pthread_create(&handle, &attributes, Self.begin, context.toOpaque())
        guard result == 0 else {
            context.release()
            throw SystemError(.start, "the thread \(name)", errno: result)
        }
        hearth_name_thread(handle, name)
        self.handle = handle
    }

    /// Waits for its end. Once only, by this or by ``join(within:)``.
    func join() {
        pthread_join(handle, nil)
    }

    /// Waits for its end for at most `duration`; `false`: it goes on, and nobody waits for it. For
    /// a thread that may hang in a system call.
    func join(within duration: Duration) -> Bool {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = max(0, seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
        guard hearth_join_thread(handle, nanoseconds) == 0 else {
            pthread_detach(handle)
            return false
        }
        return true
    }

    private static let begin:
        @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
            { context in
                guard let context else { return nil }
                Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }
}
