package import Chamber
package import Surroundings

/// What a link needs from the rest of the program; called on the link's thread.
package struct BrokerHost: Sendable {
    /// The controller's newest snapshot.
    package var snapshot: @Sendable () -> Snapshot
    /// Names, networks and printer as they are now.
    package var device: @Sendable () -> DeviceView
    /// Hands a wish to the controller; false: its queue is full.
    package var post: @Sendable (WishEnvelope) -> Bool
    /// Records an event.
    package var record: @Sendable (DeviceEvent) -> Void

    /// The calendar time in milliseconds since 1970-01-01 00:00 UTC; `nil`: unknown.
    package var wallMilliseconds: @Sendable () -> Int64? = { nil }

    /// Topics at which the broker may still keep messages of an earlier run; `nil`: unknown.
    package var keptTopics: @Sendable () -> [String]? = { [] }
    /// Stores over a restart the topics at which the broker may keep messages.
    package var keepTopics: @Sendable ([String]) -> Void = { _ in }

    /// Hands on what a program says of the printer.
    package var tell: @Sendable (ToldReport) -> Void = { _ in }

    /// Receives whether there is a connection, at each change.
    package var reportConnection: @Sendable (Bool) -> Void = { _ in }

    /// The messages to people since the last call, as JSON.
    package var collectNotices: @Sendable () -> [[UInt8]] = { [] }

    package init(
        snapshot: @escaping @Sendable () -> Snapshot,
        device: @escaping @Sendable () -> DeviceView,
        post: @escaping @Sendable (WishEnvelope) -> Bool,
        record: @escaping @Sendable (DeviceEvent) -> Void
    ) {
        self.snapshot = snapshot
        self.device = device
        self.post = post
        self.record = record
    }
}
