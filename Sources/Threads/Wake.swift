import Glibc
import Synchronization
package import System

/// Wakes a thread that waits, from any other: a pipe, so that the thread can wait for a socket besides.
///
/// Writing never blocks, and one byte is written however many wake the thread before it looks.
package final class Wake: Sendable {
    /// Becomes readable on a wake; for `poll`.
    package let descriptor: CInt
    private let writeEnd: CInt
    private let isWoken = Atomic(false)

    /// Throws where the process has no descriptors left.
    package init() throws(SystemError) {
        var ends: [CInt] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw SystemError(.make, "a pipe to wake a thread", errno: errno)
        }
        descriptor = ends[0]
        writeEnd = ends[1]
        for end in ends {
            // Neither can fail on a descriptor that was opened just now (fcntl(2)).
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        close(descriptor)
        close(writeEnd)
    }

    /// Wakes the thread that waits, or the next that will.
    package func wake() {
        guard !isWoken.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var byte: UInt8 = 1
        // The pipe has room: it holds a few bytes at most.
        _ = write(writeEnd, &byte, 1)
    }

    /// Clears the wake. Everything handed over before that wake is visible afterwards.
    package func clear() {
        var bytes: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        while read(descriptor, &bytes, MemoryLayout.size(ofValue: bytes)) > 0 {}
        // After the pipe is empty: the caller looks next, and so sees a wake in between.
        _ = isWoken.exchange(false, ordering: .acquiringAndReleasing)
    }
}

extension Duration {
    /// For `poll`: whole milliseconds, rounded up, since waking early would only mean to wait
    /// again; never below 0, which would mean forever.
    package var pollMilliseconds: CInt {
        let (seconds, attoseconds) = components
        guard seconds < Int64(CInt.max / 1_000) else { return CInt.max }
        let milliseconds =
            seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return CInt(max(0, milliseconds))
    }
}
