import Glibc
import MachineClock
import SwitchCore
import Synchronization
package import System

/// A named thread: started once, stopped once, with a time limit where it may hang.
///
/// Its body is ``Work`` with a ``Mailbox``, or a loop of its own: a library's, a search, the beat.
package final class Worker: Sendable {
    private let name: String
    private let longestStop: Duration?
    private let stackBytes: Int
    private let interrupt: @Sendable () -> Void
    private let body: @Sendable () -> Void
    private let thread = Mutex<Thread?>(nil)

    /// A thread that runs a loop of its own.
    ///
    /// - Parameters:
    ///   - name: 15 bytes at most, which is what the system shows.
    ///   - longestStop: how long ``stop()`` waits; `nil`: as long as it takes. For a thread that may
    ///     hang in a system call.
    ///   - stackBytes: the size of its stack; `nil`: the usual one.
    ///   - interrupt: makes `body` return soon; called by ``stop()``, on its thread.
    ///   - body: what the thread does.
    package init(
        named name: String,
        stopsWithin longestStop: Duration? = nil,
        stackBytes: Int? = nil,
        interrupt: @escaping @Sendable () -> Void = {},
        _ body: @escaping @Sendable () -> Void
    ) {
        self.name = name
        self.longestStop = longestStop
        self.stackBytes = stackBytes ?? Thread.usualStackBytes
        self.interrupt = interrupt
        self.body = body
    }

    /// A thread that serves a mailbox until the mailbox is closed or the work is done.
    ///
    /// - Parameter make: makes the work, on the thread.
    package convenience init<Message: Sendable>(
        named name: String,
        stopsWithin longestStop: Duration? = nil,
        serving mailbox: Mailbox<Message>,
        _ make: @escaping @Sendable () -> any Work<Message>
    ) {
        self.init(named: name, stopsWithin: longestStop, interrupt: { mailbox.close() }) {
            var work = make()
            Self.run(&work, mailbox)
        }
    }

    /// Starts the thread; does nothing where it runs already.
    package func start() throws(SystemError) {
        try thread.withLock { thread throws(SystemError) in
            guard thread == nil else { return }
            thread = try Thread(named: name, stackBytes: stackBytes, body)
        }
    }

    /// Interrupts the thread and waits for its end. A second call does nothing.
    ///
    /// - Returns: false: the thread hangs; it is left behind to end on its own.
    @discardableResult
    package func stop() -> Bool {
        interrupt()
        return join()
    }

    /// Waits until the thread ends on its own, for as long as ``stop()`` would.
    @discardableResult
    package func join() -> Bool {
        let running = thread.withLock { thread in
            defer { thread = nil }
            return thread
        }
        guard let running else { return true }
        guard let longestStop else {
            running.join()
            return true
        }
        return running.join(within: longestStop)
    }

    private static func run<Message: Sendable>(
        _ work: inout any Work<Message>,
        _ mailbox: Mailbox<Message>
    ) {
        var due = work.begin(at: .monotonic())
        while true {
            var watched = work.watched
            mailbox.wait(until: due, &watched)
            let now = Instant.monotonic()
            for entry in watched where entry.revents != 0 {
                work.receive(entry.fd, entry.revents, at: now)
            }
            let (messages, isClosed) = mailbox.collect()
            guard !isClosed else { return work.end(messages, at: now) }
            due = work.serve(messages, at: now)
            guard !work.isDone else { break }
        }
        mailbox.close()
        work.end(mailbox.collect().messages, at: .monotonic())
    }
}
