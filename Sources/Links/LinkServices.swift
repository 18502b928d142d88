package import Chamber
package import Dialects
package import Surroundings

/// What the links ask of the rest of the program; each may be called from their thread at any time.
package struct LinkServices: Sendable {
    /// Takes an update as it arrives, judges it by its signature and installs it. What becomes of it is
    /// told by the closure that came with its beginning, on any thread.
    package typealias Updater =
        @Sendable (DeviceLinkTransfer, @escaping @Sendable (DeviceLinkNews) -> Void) -> Void

    /// The controller's newest.
    package var snapshot: @Sendable () -> Snapshot
    /// Names, networks and printer as they are now.
    package var device: @Sendable () -> DeviceView
    /// False: too many wishes wait.
    package var post: @Sendable (WishEnvelope) -> Bool
    /// Hands a wish to what surrounds the controller; nobody is told what became of it.
    package var grant: @Sendable (DeviceWish, Requester) -> Void
    /// Records an event of a link.
    package var note: @Sendable (DeviceEvent, Requester) -> Void
    /// The calendar's time, in milliseconds since 1970.
    package var wallMilliseconds: @Sendable () -> Int64
    /// Where updates of the device link go.
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
