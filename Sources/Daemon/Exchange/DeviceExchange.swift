import Chamber
import Host
import MachineClock
import Printers
import Server
import Store
import Surroundings
import SwitchCore
import Synchronization

/// Shares the ``DeviceMachine`` between threads: the newest profile and status, wishes and their
/// outcomes, and requested restarts. The store keeps the profile.
final class DeviceExchange: Sendable {
    private let machine: Mutex<DeviceMachine>
    private let store: StoreService
    let exchange: Exchange
    let events: DeviceEventLog
    let printers: PrinterMailbox
    private let host: any HostReceiver
    /// Adds the state of the hardware and the timing of the beat to the status.
    private let inspect: @Sendable (inout DeviceView) -> Void
    /// Forgets the settings that clients have made.
    private let forget: @Sendable () -> Void
    /// When the bound printer reported last: the time of day, for people.
    private let heardAt = Mutex("")
    /// When the service restarts; `nil`: no restart is requested.
    private let restartAt = Mutex<Instant?>(nil)
    private let outcomes = Mutex(
        BoundedRing<DeviceOutcome>(capacity: DeviceExchange.outcomeCapacity)
    )

    /// The limit on outcomes that clients have not collected yet.
    private static let outcomeCapacity = 64
    /// A factory reset waits at most this long for the machine to delete its networks.
    private static let longestForgetting = Duration.seconds(15)
    /// The time to send the answer to a factory reset before the restart: three of the server's beats of
    /// 100 ms.
    private static let farewell = Duration.milliseconds(300)

    /// - Parameters:
    ///   - printers: receives requests about printers.
    ///   - host: receives orders about the machine's network and names.
    ///   - inspect: adds the state of the hardware and the timing of the beat to the status.
    init(
        _ machine: DeviceMachine,
        _ events: DeviceEventLog,
        printers: PrinterMailbox,
        host: any HostReceiver,
        forget: @escaping @Sendable () -> Void,
        inspect: @escaping @Sendable (inout DeviceView) -> Void
    ) {
        self.inspect = inspect
        self.forget = forget
        self.machine = Mutex(machine)
        store = events.store
        exchange = events.exchange
        self.events = events
        self.printers = printers
        self.host = host
    }

    /// A restart was requested and is due.
    var isRestartRequested: Bool {
        restartAt.withLock { $0.map { Instant.monotonic() >= $0 } ?? false }
    }

    /// The outcomes of wishes since the last call.
    func collectOutcomes() -> [DeviceOutcome] {
        outcomes.withLock { $0.drain() }
    }

    /// Records that a client on another machine has reached the device.
    func recordVisit() {
        host.recordVisit()
    }

    /// The device around the controller, as it is now.
    func view() -> DeviceView {
        var view = machine.withLock { machine in
            _ = machine.step(.tick, at: .monotonic())
            return machine.view
        }
        inspect(&view)
        view.status.printerHeardAt = heardAt.withLock { $0 }
        return view
    }

    /// Carries out a wish; where the ticket is not 0, ``collectOutcomes()`` returns its outcome.
    func grant(_ wish: DeviceWish, from requester: Requester, ticket: UInt64 = 0) {
        var isDecided = true
        recordChoice(wish, from: requester)
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
                forget()
                _ = exchange.post(WishEnvelope(.restoreFactorySettings, from: requester))
                restart(after: isDecided ? Self.farewell : Self.longestForgetting)
            }
        }
        if isDecided { answer(ticket, trouble: nil) }
    }

    /// What stands against heating, measuring or storing, without names of networks and of other devices:
    /// messages to people leave the house.
    func troublesWithoutNames() -> [String] {
        var view = machine.withLock { $0.view }
        if !view.status.hostTrouble.isEmpty { view.status.hostTrouble = "the page says why" }
        view.status.announcedName = ""
        inspect(&view)
        return view.status.troubles
    }

    private func order(_ request: PrinterRequest) {
        if case .follow = request { heardAt.withLock { $0 = "" } }
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
        // A full ring loses the outcome: at most `outcomeCapacity` clients can wait at once.
        _ = outcomes.withLock { $0.append(outcome) }
    }

    /// Receives news of the printer, from any thread; a bed report goes to the controller too.
    func receive(_ news: PrinterNews) {
        if case .report(let report) = news { recordPause(report.plan) }
        for case .printer(let request) in step(.printer(news)) { order(request) }
        guard case .bed(let report) = news else { return }
        if report != nil { heardAt.withLock { $0 = TimeOfDay.now() } }
        // With "auto: target" no printer's report counts.
        guard !machine.withLock({ $0.status.holdsTarget }) else { return }
        // If the queue is full, the next report comes within a second; otherwise the last one expires.
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
        case .rolledBack(_, let text):
            events.record(DeviceEvent(.network, isTrouble: true, text), from: .controller)
        case .remark(let event):
            events.record(event, from: .controller)
        case .link, .hotspot, .announced, .networks, .settled:
            break
        }
    }

    /// Steps the machine, and stores the profile if it has changed.
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
    /// The event for the outcome of an order about the machine; `nil`: none is needed.
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
    /// What did not happen, at the beginning of a sentence for people.
    fileprivate var failureTitle: String {
        switch self {
        case .scan: "The search for networks failed"
        case .network: "The network was not joined"
        case .hotspot: "The hotspot was not changed"
        case .hostname: "The device's name was not changed"
        case .forgetting: "The networks were not forgotten"
        case .keeping: "Nothing was kept"
        }
    }
}
