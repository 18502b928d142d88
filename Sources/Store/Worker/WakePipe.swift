import Chamber
import Glibc

/// Wakes a thread that waits: writing never blocks, and one byte is as good as many.
package struct WakePipe: ~Copyable, Sendable {
    private let readEnd: Int32
    private let writeEnd: Int32

    package init() throws(StoreError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw StoreError(.startThread, errno: errno, path: "pipe") }
        readEnd = ends[0]
        writeEnd = ends[1]
        for end in ends {
            // Neither can fail on a descriptor that was opened just now (fcntl(2)).
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Wakes the thread that waits, or the next that will.
    package func wake() {
        var byte: UInt8 = 1
        // Full means that it is woken already.
        _ = write(writeEnd, &byte, 1)
    }

    /// Waits to be woken, at most for `timeout`.
    package func wait(atMost timeout: Duration) {
        var waiting = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        // Rounded up: waking before something is due would only mean to wait again.
        let milliseconds = Int32(clamping: (timeout.inNanoseconds + 999_999) / 1_000_000)
        // An interrupted wait ends early, which does no harm.
        guard poll(&waiting, 1, max(milliseconds, 0)) > 0 else { return }
        var bytes: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        while read(readEnd, &bytes, MemoryLayout.size(ofValue: bytes)) > 0 {}
    }
}
