package import Chamber
package import Surroundings

/// What a link asks of the rest of the program, from its own thread.
package struct BrokerHost: Sendable {
    /// The newest snapshot.
    package var snapshot: @Sendable () -> Snapshot
    /// What surrounds the controller.
    package var device: @Sendable () -> DeviceView
    /// Hands a wish to the controller; false: its queue is full.
    package var post: @Sendable (WishEnvelope) -> Bool
    /// Keeps something worth remembering.
    package var note: @Sendable (DeviceEvent) -> Void

    /// Topics at which an earlier run may have left something with the broker.
    package var keptTopics: @Sendable () -> [String] = { [] }
    /// Remembers over a restart at which topics the broker may keep something.
    package var keepTopics: @Sendable ([String]) -> Void = { _ in }

    package init(
        snapshot: @escaping @Sendable () -> Snapshot,
        device: @escaping @Sendable () -> DeviceView,
        post: @escaping @Sendable (WishEnvelope) -> Bool,
        note: @escaping @Sendable (DeviceEvent) -> Void
    ) {
        self.snapshot = snapshot
        self.device = device
        self.post = post
        self.note = note
    }
}
