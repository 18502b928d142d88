import Chamber
import Dialects
import Server
import Store
import Surroundings

/// What the server asks of the rest of the program.
final class Backend: ServerBackend {
    private let exchange: Exchange
    private let desk: DeviceDesk
    private let store: StoreService
    private let updates: UpdateService

    init(exchange: Exchange, desk: DeviceDesk, store: StoreService, updates: UpdateService) {
        self.updates = updates
        self.exchange = exchange
        self.desk = desk
        self.store = store
    }

    func snapshot() -> Snapshot {
        exchange.snapshot
    }

    func device() -> DeviceView {
        var view = desk.view()
        view.status.update = updates.status
        return view
    }

    func post(_ envelope: WishEnvelope) -> Bool {
        exchange.post(envelope)
    }

    func post(_ wish: DeviceWish, from requester: Requester, ticket: UInt64) -> Bool {
        desk.grant(wish, from: requester, ticket: ticket)
        return true
    }

    func takeDeviceOutcomes() -> [DeviceOutcome] {
        desk.takeOutcomes()
    }

    func noteVisitor() {
        desk.noteVisitor()
    }

    func takeOutcomes() -> [WishOutcome] {
        exchange.takeOutcomes()
    }

    func takeEvents() -> [APIEvent] {
        exchange.takeEvents()
    }

    func beginUpload(byteCount: Int, isFirmware: Bool) -> Bool {
        updates.begin(byteCount: byteCount, isFirmware: isFirmware)
    }

    func receive(_ step: UploadStep) {
        updates.receive(step)
    }

    func takeUploadOutcomes() -> [UploadOutcome] {
        updates.collectOutcomes()
    }

    func rollBack(reply: @escaping @Sendable (String?) -> Void) {
        updates.rollBack(reply: reply)
    }

    func order(
        _ command: PrinterCommand,
        from requester: Requester,
        reply: @escaping @Sendable (PrinterAnswer) -> Void
    ) {
        desk.order(command, from: requester, reply: reply)
    }

    func queryEvents(
        limit: Int,
        before: Int64?,
        reply: @escaping @Sendable (Result<[APIEvent], QueryFailure>) -> Void
    ) {
        store.events(before: before, limit: limit) { result in
            reply(
                result.map { $0.compactMap(APIEvent.init) }
                    .mapError { QueryFailure(message: $0.description) }
            )
        }
    }

    func queryStop(
        id: Int64?,
        reply: @escaping @Sendable (Result<APIEvent?, QueryFailure>) -> Void
    ) {
        store.stop(id) { result in
            reply(
                result.map { $0.flatMap(APIEvent.init) }
                    .mapError { QueryFailure(message: $0.description) }
            )
        }
    }

    func queryHistory(
        span: Duration,
        points: Int,
        reply: @escaping @Sendable (Result<APIHistory, QueryFailure>) -> Void
    ) {
        store.history(span: span, points: points) { result in
            reply(
                result.map(APIHistory.init).mapError { QueryFailure(message: $0.description) }
            )
        }
    }
}
