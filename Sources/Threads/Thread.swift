import CSupport
import Glibc

/// A thread of the operating system: Swift concurrency stays out of the beat.
struct Thread: Sendable {
    /// The stack that our threads get: ample for their work, small beside the 8 MiB of the default.
    private static let stackBytes = 512 * 1024

    private let handle: pthread_t

    /// The body, on its way to the new thread.
    private final class Body {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    /// Starts a thread named `name` (15 characters at most); throws the error number.
    init(
        named name: String,
        _ body: @escaping @Sendable () -> Void
    ) throws(ThreadError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackBytes)
        var handle = pthread_t()
        let context = Unmanaged.passRetained(Body(body))
        let result = pthread_create(&handle, &attributes, Self.begin, context.toOpaque())
        guard result == 0 else {
            context.release()
            throw ThreadError(name: name, errno: result)
        }
        hearth_name_thread(handle, name)
        self.handle = handle
    }

    /// Waits for its end. Once only, by this or by ``join(within:)``.
    func join() {
        pthread_join(handle, nil)
    }

    /// Waits for its end for at most `duration`; `false`: it goes on, and nobody waits any more. For a
    /// thread that may hang in a system call.
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

/// The system gave no thread.
package struct ThreadError: Error {
    /// What the thread was to be called; "wake" where there was no pipe to wake it with.
    package let name: String
    /// The system's number for the reason: EAGAIN or EMFILE, mostly.
    package let errno: CInt
}
