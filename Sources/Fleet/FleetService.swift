import MachineClock
package import Surroundings
import SwitchCore
import Synchronization
package import System
import Threads

/// Finds the other heaters of the network, and relays what they tell, while somebody looks; turns all of them off.
///
/// Of the others it asks two paths, and it sends one thing: off. It starts no heat, and follows no redirect.
package final class FleetService: Sendable {
    private let mailbox: Mailbox<FleetMessage>
    private let worker: Worker
    private let shared = FleetShared()
    private let host: FleetHost

    /// A thread that waits for Avahi is left behind.
    private static let longestStop = Duration.seconds(2)

    /// Makes the service; no thread runs yet, and nothing is searched before somebody looks.
    package init(_ range: FleetRange, _ host: FleetHost) throws(SystemError) {
        self.host = host
        let (shared, mailbox) = (shared, try Mailbox<FleetMessage>(capacity: 32))
        self.mailbox = mailbox
        worker = Worker(named: "fleet", stopsWithin: Self.longestStop, serving: mailbox) {
            FleetWork(range, host, shared)
        }
    }

    /// Starts the thread.
    package func start() throws(SystemError) {
        try worker.start()
    }

    /// Ends the thread.
    package func stop() {
        shared.isStopping.store(true, ordering: .releasing)
        worker.stop()
    }

    /// This heater and those that were found, as they told last. Somebody looks: the search goes on for a while.
    package func view() -> FleetView {
        _ = mailbox.post(.looked, leaving: 8)
        var view = shared.view.withLock { $0 }
        view.heaters.insert(host.own(), at: 0)
        return view
    }

    /// Turns this heater off at once, and then every other one; replies with what became of each.
    package func turnAllOff(reply: @escaping @Sendable ([FleetOff]) -> Void) {
        let isPosted = host.turnOff()
        shared.offs.wrappingAdd(1, ordering: .acquiringAndReleasing)
        if mailbox.post(.off(isOwnPosted: isPosted, reply: reply)) { return }
        shared.offs.wrappingSubtract(1, ordering: .acquiringAndReleasing)
        let own = host.own()
        let others = shared.view.withLock { $0.heaters }
        reply(
            [own].map { FleetOff(address: "", name: $0.name, trouble: isPosted ? nil : "is busy") }
                + others.map {
                    FleetOff(
                        address: $0.address,
                        name: $0.name,
                        trouble: "was not asked: try again"
                    )
                }
        )
    }
}

/// What other threads post.
enum FleetMessage: Sendable {
    /// Somebody looks at the fleet.
    case looked
    case off(isOwnPosted: Bool, reply: @Sendable ([FleetOff]) -> Void)
}

/// What the fleet's thread shares with others.
final class FleetShared: Sendable {
    let view = Mutex(FleetView())
    let isStopping = Atomic(false)
    /// Wishes to turn all off that wait: a search ends early for them.
    let offs = Atomic<Int>(0)
}
