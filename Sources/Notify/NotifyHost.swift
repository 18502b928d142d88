package import Chamber

/// What the messages' service needs of the rest of the program; called on its threads.
package struct NotifyHost: Sendable {
    /// The controller's newest snapshot.
    package var snapshot: @Sendable () -> Snapshot
    /// What stands against heating, measuring or storing, without names of networks.
    package var troubles: @Sendable () -> [String]
    /// Who tells it.
    package var sender: @Sendable () -> NoticeSender
    /// Records an event.
    package var record: @Sendable (_ text: String, _ isTrouble: Bool) -> Void
    /// Milliseconds since 1970-01-01 00:00 UTC; `nil`: not known.
    package var wallMilliseconds: @Sendable () -> Int64?

    package init(
        snapshot: @escaping @Sendable () -> Snapshot,
        troubles: @escaping @Sendable () -> [String],
        sender: @escaping @Sendable () -> NoticeSender,
        record: @escaping @Sendable (_ text: String, _ isTrouble: Bool) -> Void,
        wallMilliseconds: @escaping @Sendable () -> Int64?
    ) {
        self.snapshot = snapshot
        self.troubles = troubles
        self.sender = sender
        self.record = record
        self.wallMilliseconds = wallMilliseconds
    }
}
