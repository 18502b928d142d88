package import Chamber
package import Dialects
package import Surroundings

/// What the links need from the rest of the program; each closure may be called from their threads at
/// any time.
package struct LinkServices: Sendable {
    /// Receives an update as it arrives, checks its signature and installs it. The closure of its first
    /// message gets the news of it, on any thread.
    package typealias Updater =
        @Sendable (DeviceLinkTransfer, @escaping @Sendable (DeviceLinkNews) -> Void) -> Void

    /// The controller's newest snapshot.
    package var snapshot: @Sendable () -> Snapshot
    /// Names, networks and printer as they are now.
    package var device: @Sendable () -> DeviceView
    /// Hands a wish to the controller; false: too many wishes wait.
    package var post: @Sendable (WishEnvelope) -> Bool
    /// Hands over a wish about the device; its outcome is not reported.
    package var grant: @Sendable (DeviceWish, Requester) -> Void
    /// Records an event of a link.
    package var record: @Sendable (DeviceEvent, Requester) -> Void
    /// The calendar's time, in milliseconds since 1970.
    package var wallMilliseconds: @Sendable () -> Int64
    /// Where updates of the device link go.
    package var update: Updater
    /// The fault that was latched when this process started; `nil`: none was.
    package var earlierFault: ReefnetMoment.EarlierFault?

    package init(
        snapshot: @escaping @Sendable () -> Snapshot,
        device: @escaping @Sendable () -> DeviceView,
        post: @escaping @Sendable (WishEnvelope) -> Bool,
        grant: @escaping @Sendable (DeviceWish, Requester) -> Void,
        record: @escaping @Sendable (DeviceEvent, Requester) -> Void,
        wallMilliseconds: @escaping @Sendable () -> Int64,
        update: @escaping Updater
    ) {
        self.snapshot = snapshot
        self.device = device
        self.post = post
        self.grant = grant
        self.record = record
        self.wallMilliseconds = wallMilliseconds
        self.update = update
    }
}
