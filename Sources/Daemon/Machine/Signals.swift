import Glibc

/// The signals that end the service, taken one at a time by the main thread.
package struct Signals {
    private var set = sigset_t()

    /// Blocks them for this thread and all that it starts later; a broken pipe is an error code, not
    /// a signal. Belongs before the first thread.
    package init() {
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGHUP)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
    }

    /// Waits for one of them for at most `milliseconds`; `nil`: none came.
    package mutating func wait(milliseconds: Int) -> CInt? {
        var timeout = timespec(
            tv_sec: milliseconds / 1000,
            tv_nsec: milliseconds % 1000 * 1_000_000
        )
        let signal = sigtimedwait(&set, nil, &timeout)
        return signal > 0 ? signal : nil
    }
}
