import CWebSockets
import Glibc
import Synchronization

/// The event loop of a context of libwebsockets, which it owns with the context's log.
///
/// `wake()`, `stop()` and `interrupt()` may be called from any thread; all else belongs to the thread
/// that serves the loop.
final class LibraryLoop: Sendable {
    /// Safe to share: other threads interrupt it under the lock and do nothing else.
    private struct Context: @unchecked Sendable {
        let pointer: OpaquePointer
        let log: UnsafeMutableRawPointer?
    }

    private let context = Mutex<Context?>(nil)
    private let isStopping = Atomic(false)
    private let isWoken = Atomic(false)

    /// The context while it is open.
    var pointer: OpaquePointer? { context.withLock { $0?.pointer } }

    /// Creates the context; nil where libwebsockets cannot.
    func open(_ info: inout lws_context_creation_info) -> OpaquePointer? {
        let log = LibraryLog.give(to: &info)
        guard let pointer = lws_create_context(&info) else {
            free(log)
            return nil
        }
        context.withLock { $0 = Context(pointer: pointer, log: log) }
        return pointer
    }

    /// Destroys the context, which reports the end of its connections. Its owner must still be alive.
    func close() {
        let last = context.withLock { context in
            defer { context = nil }
            return context
        }
        if let last {
            lws_context_destroy(last.pointer)
            free(last.log)
        }
    }

    /// Serves until `stop()`, and calls `between` before each turn of libwebsockets; false where that fails.
    func serve(between: () -> Void = {}) -> Bool {
        guard let pointer else { return true }
        while !isStopping.load(ordering: .acquiring) {
            between()
            guard lws_service(pointer, 0) >= 0 else { return false }
        }
        return true
    }

    /// Serves while `goesOn`, also after `stop()`.
    func serve(while goesOn: () -> Bool) {
        guard let pointer else { return }
        while goesOn() {
            guard lws_service(pointer, 0) >= 0 else { return }
        }
    }

    func wake() {
        isWoken.store(true, ordering: .releasing)
        interrupt()
    }

    func stop() {
        isStopping.store(true, ordering: .releasing)
        interrupt()
    }

    /// Whether `wake()` was called since the last call.
    func collectWake() -> Bool {
        isWoken.exchange(false, ordering: .acquiringAndReleasing)
    }

    /// The one call that libwebsockets allows from another thread; the lock keeps the context alive
    /// meanwhile.
    func interrupt() {
        context.withLock { context in
            if let context { lws_cancel_service(context.pointer) }
        }
    }

    /// Has the loop watch a descriptor, which libwebsockets closes at its own end; false where it cannot.
    static func watch(_ descriptor: Int32, in host: OpaquePointer?) -> Bool {
        var watched = lws_sock_file_fd_type()
        watched.filefd = descriptor
        guard let host else { return false }
        return lws_adopt_descriptor_vhost(host, LWS_ADOPT_RAW_FILE_DESC, watched, nil, nil) != nil
    }
}
