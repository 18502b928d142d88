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
    /// What stands against heating or measuring at present.
    private let troubles: @Sendable () -> [String]
    private let lateness: Lateness
    private let restartRequested = Atomic(false)

    init(
        _ keeper: DeviceKeeper,
        store: StoreWorker,
        exchange: Exchange,
        lateness: Lateness,
        troubles: @escaping @Sendable () -> [String]
    ) {
        self.troubles = troubles
        self.lateness = lateness
        self.keeper = Mutex(keeper)
        self.store = store
        self.exchange = exchange
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
        view.status.troubles = troubles()
        view.status.beat = lateness.timing
        return view
    }

    /// Grants a wish.
    func grant(_ wish: DeviceWish, from requester: Requester) {
        let (effect, before, after) = keeper.withLock { keeper in
            let before = keeper.profile
            let effect = keeper.grant(wish, at: .monotonic())
            return (effect, before, keeper.profile)
        }
        if before != after { store.save(after) }
        switch effect {
        case .none:
            break
        case .restart:
            restartRequested.store(true, ordering: .releasing)
        case .wipeAndRestart:
            _ = exchange.post(WishEnvelope(.restoreFactorySettings, from: requester))
            restartRequested.store(true, ordering: .releasing)
        }
    }
}
