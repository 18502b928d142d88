package import Glibc
package import SwitchCore

/// What a ``Worker`` does on its thread. It owns its state, and needs neither a lock nor a clock:
/// the worker waits, passes the time and brings the messages.
///
/// ```
/// begin ──▶ wait ──▶ receive, serve ──▶ wait … ──mailbox closed, or isDone──▶ end
/// ```
package protocol Work<Message> {
    /// What other threads post; `Never`: nothing.
    associatedtype Message: Sendable

    /// Descriptors that end the wait besides the mailbox, and what to watch them for (`poll`).
    var watched: [pollfd] { get }

    /// The work has come to its own end.
    var isDone: Bool { get }

    /// Called first on the thread; returns when to serve for the first time.
    mutating func begin(at now: Instant) -> Instant?

    /// One of `watched` is ready; `events` is what `poll` found. The call of `serve` follows.
    mutating func receive(_ descriptor: CInt, _ events: Int16, at now: Instant)

    /// Does what is due and what the messages ask for, oldest first. Returns when to serve again
    /// without a wake; `nil`: not before one.
    mutating func serve(_ messages: [Message], at now: Instant) -> Instant?

    /// Called last on the thread, with the messages not yet served.
    mutating func end(_ messages: [Message], at now: Instant)
}

extension Work {
    /// None: the mailbox alone.
    package var watched: [pollfd] { [] }
    /// It goes on until its mailbox is closed.
    package var isDone: Bool { false }
    /// Serves at once.
    package func begin(at now: Instant) -> Instant? { now }
    /// Nothing: `serve` does what there is to do.
    package func receive(_ descriptor: CInt, _ events: Int16, at now: Instant) {}
    /// Drops messages not yet served.
    package func end(_ messages: [Message], at now: Instant) {}
}

extension pollfd {
    /// Watches a descriptor for `events`; one of -1 is left out (poll(2)).
    package init(watching descriptor: CInt, for events: CInt) {
        self.init(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0)
    }
}
