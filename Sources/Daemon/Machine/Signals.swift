import Glibc

/// The signals that end the service. The main thread receives them one at a time.
package struct Signals {
    private var set = sigset_t()

    /// Blocks the signals for this thread and all threads that it starts later, and ignores SIGPIPE: a
    /// write to a broken pipe then returns an error. Call it before the first thread starts.
    package init() {
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGHUP)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
    }

    /// A signal that ends the service has come, and nobody has received it yet. From any thread.
    static var isStopPending: Bool {
        var pending = sigset_t()
        guard sigpending(&pending) == 0 else { return false }
        return [SIGTERM, SIGINT, SIGHUP].contains { sigismember(&pending, $0) == 1 }
    }

    /// Waits at most `milliseconds` for a signal; `nil`: none came.
    package mutating func wait(milliseconds: Int) -> CInt? {
        var timeout = timespec(
            tv_sec: milliseconds / 1000,
            tv_nsec: milliseconds % 1000 * 1_000_000
        )
        let signal = sigtimedwait(&set, nil, &timeout)
        return signal > 0 ? signal : nil
    }
}
