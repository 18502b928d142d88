package import Chamber

/// What the links ask of the rest of the program; each may be called from their thread at any time.
package struct LinkServices: Sendable {
    /// What became of an update.
    package struct UpdateVerdict: Sendable {
        package let isAccepted: Bool
        /// What happened and what to do, for people.
        package let text: String

        package init(isAccepted: Bool, text: String) {
            self.isAccepted = isAccepted
            self.text = text
        }
    }

    /// Takes a whole bundle, judges it by its signature and installs it; tells once, on any thread,
    /// what became of it.
    package typealias Updater =
        @Sendable ([UInt8], @escaping @Sendable (UpdateVerdict) -> Void) -> Void

    package var snapshot: @Sendable () -> Snapshot
    package var device: @Sendable () -> DeviceView
    /// False: too many wishes wait.
    package var post: @Sendable (WishEnvelope) -> Bool
    package var grant: @Sendable (DeviceWish, Requester) -> Void
    package var note: @Sendable (DeviceEvent, Requester) -> Void
    /// The calendar's time, in milliseconds since 1970.
    package var wallMilliseconds: @Sendable () -> Int64
    /// `nil`: this program takes no updates by a link.
    package var update: Updater?

    package init(
        snapshot: @escaping @Sendable () -> Snapshot,
        device: @escaping @Sendable () -> DeviceView,
        post: @escaping @Sendable (WishEnvelope) -> Bool,
        grant: @escaping @Sendable (DeviceWish, Requester) -> Void,
        note: @escaping @Sendable (DeviceEvent, Requester) -> Void,
        wallMilliseconds: @escaping @Sendable () -> Int64
    ) {
        self.snapshot = snapshot
        self.device = device
        self.post = post
        self.grant = grant
        self.note = note
        self.wallMilliseconds = wallMilliseconds
    }
}
