import Boards
import Chamber
import Dialects
import Fleet
import Inputs
import Notify
import Server
import Store
import Surroundings

/// Answers the server's requests with the other parts of the daemon.
final class Backend: ServerBackend {
    private let exchange: Exchange
    private let deviceExchange: DeviceExchange
    private let store: StoreService
    private let updates: UpdateService
    private let simulation: SimulatedFaults?
    private let buttons: SimulatedButtons
    private let setup: SetupProgress?
    private let notify: NotifyService?
    let boardGuide: (any BoardGuide)?
    private let fleet: FleetService
    private let shared: SettingsService.Shared
    let settings: (any SettingsStore)?

    init(
        _ exchange: Exchange,
        _ device: DeviceExchange,
        _ store: StoreService,
        _ updates: UpdateService,
        simulation: SimulatedFaults?,
        buttons: SimulatedButtons,
        setup: SetupProgress?,
        notify: NotifyService?,
        boardGuide: (any BoardGuide)?,
        fleet: FleetService,
        settings: (any SettingsStore)?,
        shared: SettingsService.Shared
    ) {
        self.exchange = exchange
        deviceExchange = device
        self.store = store
        self.updates = updates
        self.simulation = simulation
        self.buttons = buttons
        self.setup = setup
        self.notify = notify
        self.boardGuide = boardGuide
        self.fleet = fleet
        self.settings = settings
        self.shared = shared
    }

    func snapshot() -> Snapshot {
        exchange.snapshot
    }

    func calendarMilliseconds() -> Int64 {
        WallTime.now().milliseconds
    }

    func device() -> DeviceView {
        var view = deviceExchange.view()
        view.status.update = updates.status
        view.status.troubles += notify?.troubles ?? []
        view.status.healthTrend = store.healthTrend
        view.status.setupLeft = setup?.left(view, exchange.snapshot) ?? []
        return view
    }

    func post(_ envelope: WishEnvelope) -> Bool {
        exchange.post(envelope)
    }

    func post(_ wish: DeviceWish, from requester: Requester, ticket: UInt64) -> Bool {
        deviceExchange.grant(wish, from: requester, ticket: ticket)
        return true
    }

    func collectDeviceOutcomes() -> [DeviceOutcome] {
        deviceExchange.collectOutcomes()
    }

    func simulate(_ order: SimulationOrder) -> SimulationAnswer {
        guard let simulation else { return .notSimulated }
        let refusal =
            switch order {
            case .begin(let name, let amount):
                simulation.begin([name] + (amount.map { [$0.plain] } ?? []))
            case .end(let name): simulation.end(name)
            case .press(let button, let isLong): buttons.press(button, isLong: isLong)
            }
        return refusal.map { .refused($0) } ?? .done
    }

    func simulatedFaults() -> [SimulatedFault]? {
        simulation?.entries.map { entry in
            SimulatedFault(
                name: entry.name,
                meaning: entry.meaning,
                unit: entry.unit,
                range: entry.range,
                standard: entry.standard,
                isPresent: entry.isPresent,
                amount: entry.amount
            )
        }
    }

    func simulatedHeat() -> Bool { simulation?.hasPower ?? false }

    func simulatedButtons() -> [String] {
        simulation == nil ? [] : buttons.fitted.map(\.rawValue)
    }

    func recordVisit() {
        deviceExchange.recordVisit()
    }

    func collectOutcomes() -> [WishOutcome] {
        exchange.collectOutcomes()
    }

    func collectEvents() -> [APIEvent] {
        exchange.collectEvents()
    }

    func beginUpload(byteCount: Int, isFirmware: Bool) -> Bool {
        updates.begin(byteCount: byteCount, isFirmware: isFirmware)
    }

    func receive(_ step: UploadStep) {
        updates.receive(step)
    }

    func collectUploadOutcomes() -> [UploadOutcome] {
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
        deviceExchange.order(command, from: requester, reply: reply)
    }

    func notifyWays() -> [NotifyWayStatus] {
        notify?.ways ?? []
    }

    func testNotify(reply: @escaping @Sendable (NotifyTestAnswer) -> Void) {
        guard let notify else { return reply(.noWay) }
        notify.test(reply: reply)
    }

    func fleetView() -> FleetView {
        fleet.view()
    }

    func turnFleetOff(reply: @escaping @Sendable ([FleetOff]) -> Void) {
        fleet.turnAllOff(reply: reply)
    }

    func queryEvents(
        _ query: EventQuery,
        reply: @escaping @Sendable (Result<[APIEvent], QueryFailure>) -> Void
    ) {
        store.events(query) { result in
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

    func queryRuns(
        _ query: RunQuery,
        reply: @escaping @Sendable (Result<RunHistory, QueryFailure>) -> Void
    ) {
        let (store, price) = (store, shared.price)
        let (day, month) = CalendarDay.beginnings(before: calendarMilliseconds())
        let sinceMonth = HistoryQuery.Range(from: month, to: .max)
        store.runs(RunQuery(range: sinceMonth, limit: .max)) { counted in
            store.runs(query) { asked in
                reply(
                    asked.flatMap { runs in
                        counted.map { counted in
                            RunHistory(
                                runs: runs,
                                today: RunTotal(counted, since: day),
                                month: RunTotal(counted, since: month),
                                price: price
                            )
                        }
                    }
                    .mapError { QueryFailure(message: $0.description) }
                )
            }
        }
    }

    func queryHistory(
        _ query: HistoryQuery,
        reply: @escaping @Sendable (Result<APIHistory, QueryFailure>) -> Void
    ) {
        store.history(query) { result in
            reply(
                result.map(APIHistory.init).mapError { QueryFailure(message: $0.description) }
            )
        }
    }
}
