package import Chamber
package import Dialects
package import Surroundings

/// What the server needs of the rest of the program; the daemon implements it.
///
/// All of it is called on the server's thread, up to ten times a second and more, and must answer at
/// once: a mutex held for a copy is well, a disk is not. Replies to queries may be given from any
/// thread.
package protocol ServerBackend: AnyObject, Sendable {
    /// The controller's newest snapshot.
    func snapshot() -> Snapshot

    /// What surrounds the controller, at present.
    func device() -> DeviceView

    /// Hands a wish to the controller; false: the queue is full and the wish is lost.
    ///
    /// Tickets other than 0 are the server's alone to give: everyone else posts with ticket 0.
    func post(_ envelope: WishEnvelope) -> Bool

    /// Hands over a wish about what surrounds the controller; false: the queue is full and it is lost.
    ///
    /// Where the ticket is not 0, what it came to is told once by ``collectDeviceOutcomes()``.
    func post(_ wish: DeviceWish, from requester: Requester, ticket: UInt64) -> Bool

    /// What wishes about the device came to since the last call, oldest first.
    func collectDeviceOutcomes() -> [DeviceOutcome]

    /// A client was heard of that is not on this machine itself.
    func recordVisit()

    /// The outcomes of wishes with a ticket since the last call, in the controller's order. One is
    /// handed over only once ``snapshot()`` shows its effect.
    func collectOutcomes() -> [WishOutcome]

    /// The events that were numbered since the last call, oldest first.
    func collectEvents() -> [APIEvent]

    /// Begins an upload of so many bytes; false: another one is under way, from whatever side, until
    /// its outcome has been taken. `isFirmware`: it says that it is an update.
    func beginUpload(byteCount: Int, isFirmware: Bool) -> Bool

    /// A step of the upload that was begun; what it holds is bounded by the upload's length.
    func receive(_ step: UploadStep)

    /// What became of uploads since the last call.
    func collectUploadOutcomes() -> [UploadOutcome]

    /// Goes back to the version that ran before, by a restart; replies why not, or `nil`.
    func rollBack(reply: @escaping @Sendable (String?) -> Void)

    /// Has the bound printer do something, where its owner allows that; replies within some 20 s what
    /// became of it.
    func order(
        _ command: PrinterCommand,
        from requester: Requester,
        reply: @escaping @Sendable (PrinterAnswer) -> Void
    )

    /// The newest `limit` events, or those before `before`, newest first.
    func queryEvents(
        limit: Int,
        before: Int64?,
        reply: @escaping @Sendable (Result<[APIEvent], QueryFailure>) -> Void
    )

    /// The event by which a rule stopped the heat, with the two minutes before; `id` `nil`: the newest.
    func queryStop(
        id: Int64?,
        reply: @escaping @Sendable (Result<APIEvent?, QueryFailure>) -> Void
    )

    /// The last `span` in at most `points` rows, oldest first.
    func queryHistory(
        span: Duration,
        points: Int,
        reply: @escaping @Sendable (Result<APIHistory, QueryFailure>) -> Void
    )
}

extension ServerBackend {
    /// Hands over a wish whose outcome nobody waits for.
    package func post(_ wish: DeviceWish, from requester: Requester) -> Bool {
        post(wish, from: requester, ticket: 0)
    }
}

/// Stored events or history cannot be told.
package struct QueryFailure: Error, Equatable, Sendable {
    /// What is wrong and what to do.
    package let message: String

    package init(message: String) {
        self.message = message
    }
}
