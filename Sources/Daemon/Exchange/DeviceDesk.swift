import Chamber
import Server
import Store
import Synchronization
import MachineClock

/// Everything around the controller that wishes change: names, networks, printer binding, kept in the
/// store; and the restarts that some of them ask for.
final class DeviceDesk: Sendable {
    private let keeper: Mutex<DeviceKeeper>
    private let store: StoreWorker
    private let exchange: Exchange
    /// Fills in how the hardware is doing.
    private let look: @Sendable (inout DeviceStatus) -> Void
    private let restartRequested = Atomic(false)
    private let services = Mutex(DeviceServices())

    init(
        _ keeper: DeviceKeeper,
        store: StoreWorker,
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

    /// Somebody asked for a restart.
    var isRestartRequested: Bool {
        restartRequested.load(ordering: .acquiring)
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

    /// Grants a wish.
    func grant(_ wish: DeviceWish, from requester: Requester) {
        for effect in change({ $0.grant(wish, at: .monotonic()) }) {
            switch effect {
            case .printer(let request):
                services.withLock { $0.printer }?(request)
            case .host(let request):
                services.withLock { $0.host }?(request)
            case .restart:
                restartRequested.store(true, ordering: .releasing)
            case .wipeAndRestart:
                _ = exchange.post(WishEnvelope(.restoreFactorySettings, from: requester))
                restartRequested.store(true, ordering: .releasing)
            }
        }
    }

    /// Takes news of the printer, from any thread: the bed's goes to the controller.
    func take(_ news: PrinterNews) {
        change { $0.take(news) }
        guard case .bed(let report) = news else { return }
        // Where the queue is full the next report comes within a second, or the last one ages.
        _ = exchange.post(WishEnvelope(.reportBed(report), from: Requester(.printer)))
    }

    /// Keeps something worth remembering, from any thread.
    func note(_ event: DeviceEvent, from requester: Requester) {
        let at = exchange.snapshot.at
        store.append(Occurrence(at: at, kind: .device(event), requester: requester))
    }

    /// Takes news of the machine, from any thread.
    func take(_ news: HostNews) {
        change { $0.take(news) }
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
    var host: (@Sendable (HostRequest) -> Void)?
}
