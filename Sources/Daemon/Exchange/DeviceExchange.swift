import Chamber
import Host
import MachineClock
import Printers
import Server
import Store
import Surroundings
import SwitchCore
import Synchronization

/// All that passes between what surrounds the controller and the other threads: the newest profile and
/// status, wishes about them and what those came to, and the restarts that some of them ask for. The profile
/// is kept in the store.
final class DeviceExchange: Sendable {
    private let machine: Mutex<DeviceMachine>
    private let store: StoreService
    private let exchange: Exchange
    let events: DeviceEventLog
    let printers: PrinterMailbox
    private let host: any HostReceiver
    /// Fills in how the hardware is doing.
    private let inspect: @Sendable (inout DeviceStatus) -> Void
    /// When the service is to restart; `nil`: not at all.
    private let restartAt = Mutex<Instant?>(nil)
    private let outcomes = Mutex(
        BoundedRing<DeviceOutcome>(capacity: DeviceExchange.outcomeCapacity)
    )

    /// Wishes about the device that may wait for an answer at once.
    private static let outcomeCapacity = 64
    /// A reset waits this long at most for the machine to forget its networks.
    private static let longestForgetting = Duration.seconds(15)
    /// Two of the clients' beats, so that the answer to a reset is on its way before the restart.
    private static let farewell = Duration.milliseconds(300)

    /// - Parameters:
    ///   - printers: carries out requests about printers, and tells their news.
    ///   - host: the same for the machine's network and names.
    init(
        _ machine: DeviceMachine,
        _ events: DeviceEventLog,
        printers: PrinterMailbox,
        host: any HostReceiver,
        inspect: @escaping @Sendable (inout DeviceStatus) -> Void
    ) {
        self.inspect = inspect
        self.machine = Mutex(machine)
        store = events.store
        exchange = events.exchange
        self.events = events
        self.printers = printers
        self.host = host
    }

    /// Somebody asked for a restart, and its time has come.
    var isRestartRequested: Bool {
        restartAt.withLock { $0.map { Instant.monotonic() >= $0 } ?? false }
    }

    /// What wishes came to since the last call, for those who wait for it.
    func collectOutcomes() -> [DeviceOutcome] {
        outcomes.withLock { $0.drain() }
    }

    /// A client on another machine was heard of.
    func recordVisit() {
        host.recordVisit()
    }

    /// What surrounds the controller at present.
    func view() -> DeviceView {
        var view = machine.withLock { machine in
            _ = machine.step(.tick, at: .monotonic())
            return machine.view
        }
        inspect(&view.status)
        return view
    }

    /// Grants a wish; where the ticket is not 0, its outcome is told by ``collectOutcomes()``.
    func grant(_ wish: DeviceWish, from requester: Requester, ticket: UInt64 = 0) {
        var isDecided = true
        for effect in step(.wish(wish)) {
            switch effect {
            case .printer(let request):
                order(request)
            case .host(let request):
                let order = HostOrder(request, from: requester, ticket: ticket)
                isDecided = false
                for news in host.receive(order) { receive(news) }
            case .restart:
                restart(after: .zero)
            case .wipeAndRestart:
                _ = exchange.post(WishEnvelope(.restoreFactorySettings, from: requester))
                restart(after: isDecided ? Self.farewell : Self.longestForgetting)
            }
        }
        if isDecided { answer(ticket, trouble: nil) }
    }

    private func order(_ request: PrinterRequest) {
        guard !printers.receive(request) else { return }
        events.record(
            DeviceEvent(.printer, isTrouble: true, "Too many requests about printers."),
            from: Requester(.printer)
        )
    }

    private func restart(after delay: Duration) {
        let time = Instant.monotonic().advanced(by: delay)
        restartAt.withLock { $0 = min($0 ?? time, time) }
    }

    private func answer(_ ticket: UInt64, trouble: String?) {
        guard ticket != 0 else { return }
        let outcome = DeviceOutcome(ticket: ticket, trouble: trouble)
        // Where the ring is full, so many have asked that nobody can wait for all of it.
        _ = outcomes.withLock { $0.append(outcome) }
    }

    /// Receives news of the printer, from any thread: the bed's goes to the controller.
    func receive(_ news: PrinterNews) {
        _ = step(.printer(news))
        guard case .bed(let report) = news else { return }
        // Where the queue is full the next report comes within a second, or the last one ages.
        _ = exchange.post(WishEnvelope(.reportBed(report), from: Requester(.printer)))
    }

    /// Receives news of the machine, from any thread.
    func receive(_ news: HostNews) {
        _ = step(.host(news))
        switch news {
        case .outcome(let outcome):
            if let event = DeviceEvent(outcome) {
                events.record(event, from: outcome.requester)
            }
            answer(outcome.ticket, trouble: outcome.trouble)
            if outcome.subject == .forgetting { restart(after: Self.farewell) }
        case .takenBack(_, let text):
            events.record(DeviceEvent(.network, isTrouble: true, text), from: .controller)
        case .remark(let event):
            events.record(event, from: .controller)
        case .link, .hotspot, .networks, .settled:
            break
        }
    }

    /// Steps the machine, and stores the profile where that has changed.
    private func step(_ event: DeviceMachine.Event) -> [DeviceMachine.Effect] {
        let (effects, stored) = machine.withLock { machine in
            let before = machine.profile
            let effects = machine.step(event, at: .monotonic())
            return (effects, before == machine.profile ? nil : machine.profile)
        }
        if let stored { store.save(stored) }
        return effects
    }
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
