package import Chamber
package import Dialects

/// What the links ask of the rest of the program; each may be called from their thread at any time.
package struct LinkServices: Sendable {
    /// Takes an update as it arrives, judges it by its signature and installs it. What becomes of it is
    /// told by the closure that came with its beginning, on any thread.
    package typealias Updater =
        @Sendable (DeviceLinkTransfer, @escaping @Sendable (DeviceLinkNews) -> Void) -> Void

    package var snapshot: @Sendable () -> Snapshot
    package var device: @Sendable () -> DeviceView
    /// False: too many wishes wait.
    package var post: @Sendable (WishEnvelope) -> Bool
    package var grant: @Sendable (DeviceWish, Requester) -> Void
    package var note: @Sendable (DeviceEvent, Requester) -> Void
    /// The calendar's time, in milliseconds since 1970.
    package var wallMilliseconds: @Sendable () -> Int64
    package var update: Updater

    package init(
        snapshot: @escaping @Sendable () -> Snapshot,
        device: @escaping @Sendable () -> DeviceView,
        post: @escaping @Sendable (WishEnvelope) -> Bool,
        grant: @escaping @Sendable (DeviceWish, Requester) -> Void,
        note: @escaping @Sendable (DeviceEvent, Requester) -> Void,
        wallMilliseconds: @escaping @Sendable () -> Int64,
        update: @escaping Updater
    ) {
        self.snapshot = snapshot
        self.device = device
        self.post = post
        self.grant = grant
        self.note = note
        self.wallMilliseconds = wallMilliseconds
        self.update = update
    }
}
