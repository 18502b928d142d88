package import Chamber
package import Dialects
package import Surroundings

/// What the server needs of the rest of the program; the daemon implements it.
///
/// All of it is called on the server's thread, up to ten times a second and more, and must answer
/// at once: a mutex held for a copy is allowed, a disk access is not. Replies to queries may be
/// given from any thread.
package protocol ServerBackend: AnyObject, Sendable {
    /// The controller's newest snapshot.
    func snapshot() -> Snapshot

    /// The calendar time, in milliseconds since 1970-01-01 00:00 UTC.
    func calendarMilliseconds() -> Int64

    /// The current state of what surrounds the controller.
    func device() -> DeviceView

    /// Hands a wish to the controller; false: the queue is full and the wish is lost.
    ///
    /// Only the server uses tickets other than 0.
    func post(_ envelope: WishEnvelope) -> Bool

    /// Hands over a wish about what surrounds the controller; false: the queue is full and it is lost.
    ///
    /// Where the ticket is not 0, ``collectDeviceOutcomes()`` gives its outcome once.
    func post(_ wish: DeviceWish, from requester: Requester, ticket: UInt64) -> Bool

    /// The outcomes of wishes about the device since the last call, oldest first.
    func collectDeviceOutcomes() -> [DeviceOutcome]

    /// Breaks or mends something in a computed chamber, or presses a button of its board; refused where
    /// the board has real lines.
    func simulate(_ order: SimulationOrder) -> SimulationAnswer

    /// Every fault of the computed chamber; `nil` where the board has real lines.
    func simulatedFaults() -> [SimulatedFault]?

    /// The element of the computed chamber has power now, whatever the relay's line says.
    func simulatedHeat() -> Bool

    /// The buttons of a simulated board, by their names.
    func simulatedButtons() -> [String]

    /// What the page asks about the board; `nil`: the board is known.
    var boardGuide: (any BoardGuide)? { get }

    /// The settings of the service; `nil`: there are none to read or change.
    var settings: (any SettingsStore)? { get }

    /// Records that a client on another machine was heard.
    func recordVisit()

    /// The outcomes of wishes with a ticket since the last call, in the controller's order. One is
    /// handed over only once ``snapshot()`` shows its effect.
    func collectOutcomes() -> [WishOutcome]

    /// The events that were numbered since the last call, oldest first.
    func collectEvents() -> [APIEvent]

    /// Begins an upload of `byteCount` bytes; false: another one is under way, from any source,
    /// until its outcome has been collected. `isFirmware`: sent as an update.
    func beginUpload(byteCount: Int, isFirmware: Bool) -> Bool

    /// A step of the current upload; its bytes are bounded by the upload's length.
    func receive(_ step: UploadStep)

    /// The outcomes of uploads since the last call.
    func collectUploadOutcomes() -> [UploadOutcome]

    /// Rolls back to the previous version, by a restart; replies why not, or `nil`.
    func rollBack(reply: @escaping @Sendable (String?) -> Void)

    /// Sends the bound printer a command, where its owner allows that; replies with the outcome
    /// within some 20 s.
    func order(
        _ command: PrinterCommand,
        from requester: Requester,
        reply: @escaping @Sendable (PrinterAnswer) -> Void
    )

    /// How each way of messages to people does; empty: the settings name none.
    func notifyWays() -> [NotifyWayStatus]

    /// Sends a test message over every way; replies within some 20 s.
    func testNotify(reply: @escaping @Sendable (NotifyTestAnswer) -> Void)

    /// This heater and the others of the network; others are looked for while somebody asks.
    func fleetView() -> FleetView

    /// Turns this heater off, and every other one of the network; replies with what became of each, within
    /// some 40 s.
    func turnFleetOff(reply: @escaping @Sendable ([FleetOff]) -> Void)

    /// The events that `query` asks for, newest first.
    func queryEvents(
        _ query: EventQuery,
        reply: @escaping @Sendable (Result<[APIEvent], QueryFailure>) -> Void
    )

    /// The event by which a rule stopped the heat, with the two minutes before; `id` `nil`: the newest.
    func queryStop(
        id: Int64?,
        reply: @escaping @Sendable (Result<APIEvent?, QueryFailure>) -> Void
    )

    /// The heater's runs that `query` asks for, newest first, and what today's and this month's come to.
    func queryRuns(
        _ query: RunQuery,
        reply: @escaping @Sendable (Result<RunHistory, QueryFailure>) -> Void
    )

    /// The history that `query` asks for, oldest first.
    func queryHistory(
        _ query: HistoryQuery,
        reply: @escaping @Sendable (Result<APIHistory, QueryFailure>) -> Void
    )
}

extension ServerBackend {
    /// None: the board is known.
    package var boardGuide: (any BoardGuide)? { nil }

    /// None.
    package var settings: (any SettingsStore)? { nil }

    /// Hands over a wish whose outcome nobody waits for.
    package func post(_ wish: DeviceWish, from requester: Requester) -> Bool {
        post(wish, from: requester, ticket: 0)
    }
}

/// Stored events or history cannot be read.
package struct QueryFailure: Error, Equatable, Sendable {
    /// What is wrong and what to do.
    package let message: String

    package init(message: String) {
        self.message = message
    }
}
