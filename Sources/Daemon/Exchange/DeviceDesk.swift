import Chamber
import MachineClock
import Server
import Store
import Surroundings
import SwitchCore
import Synchronization

/// Everything around the controller that wishes change: names, networks, printer binding, kept in the
/// store; and the restarts that some of them ask for.
final class DeviceDesk: Sendable {
    private let keeper: Mutex<DeviceKeeper>
    private let store: StoreService
    private let exchange: Exchange
    /// Fills in how the hardware is doing.
    private let look: @Sendable (inout DeviceStatus) -> Void
    /// When the service is to restart; `nil`: not at all.
    private let restartAt = Mutex<Instant?>(nil)
    private let outcomes = Mutex(BoundedRing<DeviceOutcome>(capacity: DeviceDesk.outcomeCapacity))
    private let services = Mutex(DeviceServices())

    /// Wishes about the device that may wait for an answer at once.
    private static let outcomeCapacity = 64
    /// A reset waits this long at most for the machine to forget its networks.
    private static let longestForgetting = Duration.seconds(15)
    /// Two of the clients' beats, so that the answer to a reset is on its way before the restart.
    private static let farewell = Duration.milliseconds(300)

    init(
        _ keeper: DeviceKeeper,
        store: StoreService,
        exchange: Exchange,
        look: @escaping @Sendable (inout DeviceStatus) -> Void
    ) {
        self.look = look
        self.keeper = Mutex(keeper)
        self.store = store
        self.exchange = exchange
    }

    /// Names those who carry out wishes from now on; they tell the desk what came of them.
    func employ(_ services: DeviceServices) {
        self.services.withLock { $0 = services }
    }

    /// Names who looks after the machine's network from now on.
    func employ(
        host: @escaping @Sendable (HostOrder) -> Void,
        visited: @escaping @Sendable () -> Void
    ) {
        services.withLock { services in
            services.host = host
            services.visited = visited
        }
    }

    /// Somebody asked for a restart, and its time has come.
    var isRestartRequested: Bool {
        restartAt.withLock { $0.map { Instant.monotonic() >= $0 } ?? false }
    }

    /// What wishes came to since the last call, for those who wait for it.
    func takeOutcomes() -> [DeviceOutcome] {
        outcomes.withLock { $0.drain() }
    }

    /// A client on another machine was heard of.
    func noteVisitor() {
        services.withLock { $0.visited }?()
    }

    /// What surrounds the controller at present.
    func view() -> DeviceView {
        var view = keeper.withLock { keeper in
            keeper.advance(to: .monotonic())
            return DeviceView(profile: keeper.profile, status: keeper.status)
        }
        look(&view.status)
        return view
    }

    /// Grants a wish; where the ticket is not 0, its outcome is told by ``takeOutcomes()``.
    func grant(_ wish: DeviceWish, from requester: Requester, ticket: UInt64 = 0) {
        var isDecided = true
        for effect in change({ $0.grant(wish, at: .monotonic()) }) {
            switch effect {
            case .printer(let request):
                services.withLock { $0.printer }?(request)
            case .host(let request):
                let order = HostOrder(request, from: requester, ticket: ticket)
                isDecided = false
                if let host = services.withLock({ $0.host }) {
                    host(order)
                } else {
                    let outcome = HostOutcome(request.subject, of: order, trouble: Self.noHost)
                    receive(.outcome(outcome))
                }
            case .restart:
                restart(after: .zero)
            case .wipeAndRestart:
                _ = exchange.post(WishEnvelope(.restoreFactorySettings, from: requester))
                restart(after: isDecided ? Self.farewell : Self.longestForgetting)
            }
        }
        if isDecided { settle(ticket, trouble: nil) }
    }

    private func restart(after delay: Duration) {
        let time = Instant.monotonic().advanced(by: delay)
        restartAt.withLock { $0 = min($0 ?? time, time) }
    }

    private func settle(_ ticket: UInt64, trouble: String?) {
        guard ticket != 0 else { return }
        let outcome = DeviceOutcome(ticket: ticket, trouble: trouble)
        // Where the ring is full, so many have asked that nobody can wait for all of it.
        _ = outcomes.withLock { $0.append(outcome) }
    }

    private static let noHost = "nobody looks after this machine's network yet; try again"

    /// Takes news of the printer, from any thread: the bed's goes to the controller.
    func receive(_ news: PrinterNews) {
        change { $0.receive(news, at: .monotonic()) }
        guard case .bed(let report) = news else { return }
        // Where the queue is full the next report comes within a second, or the last one ages.
        _ = exchange.post(WishEnvelope(.reportBed(report), from: Requester(.printer)))
    }

    /// The bound printer was printing when it was heard last, and that still counts.
    var isPrinting: Bool { exchange.snapshot.bed?.isPrinting == true }

    /// Has the printer do something; `nil`: nobody is there yet who could.
    var printerCommand:
        (@Sendable (PrinterCommand, @escaping @Sendable (PrinterAnswer) -> Void) -> Void)?
    {
        services.withLock { $0.command }
    }

    /// Keeps something worth remembering, from any thread.
    func note(_ event: DeviceEvent, from requester: Requester) {
        let at = exchange.snapshot.at
        store.append(Occurrence(at: at, kind: .device(event), requester: requester))
    }

    /// Takes news of the machine, from any thread.
    func receive(_ news: HostNews) {
        change { $0.receive(news) }
        switch news {
        case .outcome(let outcome):
            if let event = DeviceEvent(outcome) { note(event, from: outcome.requester) }
            settle(outcome.ticket, trouble: outcome.trouble)
            if outcome.subject == .forgetting { restart(after: Self.farewell) }
        case .takenBack(_, let text):
            note(DeviceEvent(.network, isTrouble: true, text), from: .controller)
        case .remark(let event):
            note(event, from: .controller)
        case .link, .hotspot, .networks, .settled:
            break
        }
    }

    /// Changes what is kept, and stores the profile where that has changed.
    @discardableResult
    private func change<Answer: Sendable>(
        _ body: (inout sending DeviceKeeper) -> Answer
    ) -> Answer {
        let (answer, stored) = keeper.withLock { keeper in
            let before = keeper.profile
            let answer = body(&keeper)
            return (answer, before == keeper.profile ? nil : keeper.profile)
        }
        if let stored { store.save(stored) }
        return answer
    }
}

/// Who carries out what the desk cannot do by itself; `nil`: nobody yet.
struct DeviceServices {
    var printer: (@Sendable (PrinterRequest) -> Void)?
    /// Has the bound printer do something.
    var command: (@Sendable (PrinterCommand, @escaping @Sendable (PrinterAnswer) -> Void) -> Void)?
    var host: (@Sendable (HostOrder) -> Void)?
    /// Is told that a client on another machine was heard of.
    var visited: (@Sendable () -> Void)?
}

extension DeviceEvent {
    /// What an order about the machine came to; `nil`: nothing worth an event.
    fileprivate init?(_ outcome: HostOutcome) {
        if let trouble = outcome.trouble {
            self.init(.network, isTrouble: true, "\(outcome.subject.failureTitle): \(trouble).")
        } else if !outcome.text.isEmpty {
            self.init(.network, isTrouble: false, outcome.text)
        } else {
            return nil
        }
    }
}

extension HostSubject {
    /// What did not happen, for people.
    fileprivate var failureTitle: String {
        switch self {
        case .scan: "No search for networks"
        case .network: "The network was not joined"
        case .hotspot: "The hotspot is as it was"
        case .hostname: "The device keeps its name"
        case .forgetting: "Networks are still known"
        case .keeping: "Nothing was kept"
        }
    }
}
