import Glibc
import MachineClock
import SwitchCore
import Synchronization
package import System

/// A bounded queue of messages for one thread, and what wakes that thread.
///
/// Any thread posts; the one thread that waits collects everything at once. A full mailbox refuses,
/// so that a flood fails at its sender and costs the program no memory.
package final class Mailbox<Message: Sendable>: Sendable {
    private struct Contents {
        var messages: [Message] = []
        var isClosed = false
    }

    private let capacity: Int
    private let contents = Mutex(Contents())
    private let bell: Wake

    /// - Parameter capacity: how many messages may wait.
    /// - Throws: the process has no descriptors left.
    package init(capacity: Int) throws(SystemError) {
        self.capacity = capacity
        bell = try Wake()
    }

    /// Posts a message; false: the mailbox is full or closed, and the message is not in it.
    ///
    /// - Parameter reserve: places that must stay free for more important messages.
    package func post(_ message: Message, leaving reserve: Int = 0) -> Bool {
        let isAccepted = contents.withLock { contents in
            guard !contents.isClosed, contents.messages.count < capacity - reserve else {
                return false
            }
            contents.messages.append(message)
            return true
        }
        if isAccepted { bell.wake() }
        return isAccepted
    }

    /// Wakes the thread without a message. Neither allocates nor waits: the beat may call it.
    package func wake() {
        bell.wake()
    }

    /// Refuses every further message and wakes the thread, whose work then ends.
    package func close() {
        contents.withLock { $0.isClosed = true }
        bell.wake()
    }

    /// Empties the mailbox: the messages in the order in which they were posted, and whether it was
    /// closed. Once it was closed, no message follows the ones collected here.
    package func collect() -> (messages: [Message], isClosed: Bool) {
        contents.withLock { contents in
            defer { contents.messages = [] }
            return (contents.messages, contents.isClosed)
        }
    }

    /// Waits until woken, until one of `watched` is ready, or until `due` (`nil`: no time limit).
    /// Fills in which of `watched` are ready.
    func wait(until due: Instant?, _ watched: inout [pollfd]) {
        watched.append(pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0))
        defer { watched.removeLast() }
        let limit = due?.duration(since: .monotonic()).pollMilliseconds ?? -1
        // An interrupted wait ends early and does no harm.
        guard poll(&watched, nfds_t(watched.count), limit) >= 0 else {
            for index in watched.indices { watched[index].revents = 0 }
            return
        }
        bell.clear()
    }
}
