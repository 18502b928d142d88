import Chamber
import Dialects
import Glibc
import Server
import Surroundings
import SwitchCore
import Synchronization

/// The server's backend in these tests: grants wishes at once, or as the test says, and records
/// everything.
final class ScriptedBackend: ServerBackend {
    /// How wishes are treated.
    enum Temper {
        case grants
        case refuses(WishOutcome.Refusal)
        case isFull
        case isSilent
    }

    struct State {
        var snapshot = Snapshot()
        var device = DeviceView()
        var temper = Temper.grants
        var wishes: [WishEnvelope] = []
        var deviceWishes: [DeviceWish] = []
        var simulated: [SimulationOrder] = []
        var outcomes: [WishOutcome] = []
        var deviceOutcomes: [DeviceOutcome] = []
        var events: [APIEvent] = []
        var log: [String] = []
        var storeFails = false
        /// One is under way, or its outcome was not collected yet.
        var hasUpload = false
        var upload: (count: Int, isFirmware: Bool, bytes: [UInt8]) = (0, false, [])
        var uploadOutcomes: [UploadOutcome] = []
        var refusedUploads = 0
        var settledUploads = 0
        var acceptsUploads = false
    }

    let state = Mutex(State())

    init() {
        change { snapshot in
            snapshot.drying.remaining = .hours(12)
            snapshot.chamber = ProbeStatus(condition: .good, temperature: Celsius(25.34))
        }
    }

    // MARK: For the test

    func change(_ body: @Sendable (inout Snapshot) -> Void) {
        state.withLock { body(&$0.snapshot) }
    }

    func changeDevice(_ body: @Sendable (inout DeviceView) -> Void) {
        state.withLock { body(&$0.device) }
    }

    func become(_ temper: Temper) {
        state.withLock { $0.temper = temper }
    }

    func failStore() {
        state.withLock { $0.storeFails = true }
    }

    func happen(_ event: APIEvent) {
        state.withLock { $0.events.append(event) }
    }

    func acceptUploads() {
        state.withLock { $0.acceptsUploads = true }
    }

    var refusedUploads: Int { state.withLock { $0.refusedUploads } }
    var settledUploads: Int { state.withLock { $0.settledUploads } }
    var uploaded: [UInt8] { state.withLock { $0.upload.bytes } }

    func note(_ line: String) {
        state.withLock { $0.log.append(line) }
    }

    var wishes: [Wish] { state.withLock { $0.wishes.map(\.wish) } }
    var envelopes: [WishEnvelope] { state.withLock { $0.wishes } }
    var deviceWishes: [DeviceWish] { state.withLock { $0.deviceWishes } }
    var log: [String] { state.withLock { $0.log } }

    /// Waits until `condition` holds; false if it does not within 20 s.
    func wait(until condition: (ScriptedBackend) -> Bool) -> Bool {
        for _ in 0..<4000 {
            if condition(self) { return true }
            usleep(5000)
        }
        return false
    }

    // MARK: For the server

    func snapshot() -> Snapshot { state.withLock { $0.snapshot } }

    /// A computed chamber for as long as wishes are granted.
    func simulate(_ order: SimulationOrder) -> SimulationAnswer {
        state.withLock { state in
            guard case .grants = state.temper else { return .notSimulated }
            guard order != .end(name: "gremlins") else { return .refused("no gremlins") }
            state.simulated.append(order)
            return .done
        }
    }

    func simulatedHeat() -> Bool { false }

    func simulatedFaults() -> [SimulatedFault]? {
        state.withLock { state in
            guard case .grants = state.temper else { return nil }
            return [
                SimulatedFault(
                    name: "sun",
                    meaning: "It shines.",
                    unit: "W",
                    range: 0...1_000,
                    standard: 80,
                    isPresent: !state.simulated.isEmpty,
                    amount: state.simulated.isEmpty ? nil : 12.5
                )
            ]
        }
    }

    func notifyWays() -> [NotifyWayStatus] { [NotifyWayStatus(way: "ntfy", place: "ntfy.sh")] }

    func testNotify(reply: @escaping @Sendable (NotifyTestAnswer) -> Void) {
        reply(.tried(notifyWays()))
    }

    func fleetView() -> FleetView { FleetView() }

    func turnFleetOff(reply: @escaping @Sendable ([FleetOff]) -> Void) {
        reply([FleetOff(address: "", name: "Heater", trouble: nil)])
    }

    func simulatedButtons() -> [String] { ["on"] }

    var simulated: [SimulationOrder] { state.withLock { $0.simulated } }

    func calendarMilliseconds() -> Int64 { 1_785_421_530_000 }

    func device() -> DeviceView { state.withLock { $0.device } }

    func post(_ envelope: WishEnvelope) -> Bool {
        state.withLock { state in
            if case .isFull = state.temper { return false }
            state.wishes.append(envelope)
            var answer = WishOutcome.Answer.applied
            switch state.temper {
            case .grants: answer = Self.grant(envelope.wish, &state.snapshot)
            case .refuses(let refusal): answer = .refused(refusal)
            case .isSilent: return true
            case .isFull: return false
            }
            if envelope.ticket != 0 {
                state.outcomes.append(WishOutcome(ticket: envelope.ticket, answer: answer))
            }
            return true
        }
    }

    func recordVisit() {}

    func collectDeviceOutcomes() -> [DeviceOutcome] {
        state.withLock { state in
            defer { state.deviceOutcomes = [] }
            return state.deviceOutcomes
        }
    }

    func post(_ wish: DeviceWish, from requester: Requester, ticket: UInt64) -> Bool {
        state.withLock { state in
            state.deviceWishes.append(wish)
            if ticket != 0 {
                state.deviceOutcomes.append(DeviceOutcome(ticket: ticket, trouble: nil))
            }
            if case .setLanguage(let language) = wish { state.device.profile.language = language }
            return true
        }
    }

    func collectOutcomes() -> [WishOutcome] {
        state.withLock { state in
            defer { state.outcomes = [] }
            return state.outcomes
        }
    }

    func collectEvents() -> [APIEvent] {
        state.withLock { state in
            defer { state.events = [] }
            return state.events
        }
    }

    func rollBack(reply: @escaping @Sendable (String?) -> Void) {
        reply(state.withLock { $0.acceptsUploads } ? nil : "there is nothing to go back to")
    }

    /// Carries out every command but a stop.
    func order(
        _ command: PrinterCommand,
        from requester: Requester,
        reply: @escaping @Sendable (PrinterAnswer) -> Void
    ) {
        reply(command == .stop ? .refused("it is locked") : .done)
    }

    func queryEvents(
        _ query: EventQuery,
        reply: @escaping @Sendable (Result<[APIEvent], QueryFailure>) -> Void
    ) {
        guard !state.withLock({ $0.storeFails }) else {
            return reply(.failure(QueryFailure(message: "the state directory cannot be read")))
        }
        let event = Event(at: .zero, kind: .dryingEnded, requester: .controller)
        reply(
            .success([
                APIEvent(id: Int64(query.limit), wallMilliseconds: query.before ?? 0, event: event)
            ])
        )
    }

    func queryStop(
        id: Int64?,
        reply: @escaping @Sendable (Result<APIEvent?, QueryFailure>) -> Void
    ) {
        guard let id else { return reply(.success(nil)) }
        let event = Event(at: .zero, kind: .poweredOff(.clock), requester: .controller)
        let point = LastMinutes.Point(chamber: 40.5, element: nil, setPoint: 60, duty: 0.25)
        let lastMinutes = LastMinutes(points: [point, point])
        reply(
            .success(APIEvent(id: id, wallMilliseconds: 7, event: event, lastMinutes: lastMinutes))
        )
    }

    func queryRuns(
        _ query: RunQuery,
        reply: @escaping @Sendable (Result<RunHistory, QueryFailure>) -> Void
    ) {
        let total = RunTotal([], since: 0)
        reply(
            .success(RunHistory(runs: [], today: total, month: total, price: EnergyPrice()))
        )
    }

    func queryHistory(
        _ query: HistoryQuery,
        reply: @escaping @Sendable (Result<APIHistory, QueryFailure>) -> Void
    ) {
        let interval = query.span.inSeconds / Double(query.points)
        reply(.success(APIHistory(intervalSeconds: interval, rows: [])))
    }

    private static func grant(_ wish: Wish, _ snapshot: inout Snapshot) -> WishOutcome.Answer {
        switch wish {
        case .setPower(let isOn): snapshot.settings.isOn = isOn
        case .setMode(let mode): snapshot.settings.mode = mode
        case .setTarget(let target):
            snapshot.settings.target = min(target, Celsius(60))
            if target > Celsius(60) { return .clamped }
        default: break
        }
        return .applied
    }
}
