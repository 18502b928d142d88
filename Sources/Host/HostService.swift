import Chamber
import MachineClock
package import Surroundings
import SwitchCore
import Synchronization
package import System
import Threads

/// Manages the machine's network and names: orders arrive in its ``HostMailbox`` and news of them
/// leave.
///
/// A thread of its own talks to NetworkManager, systemd-hostnamed and Avahi over D-Bus, so that a
/// service that hangs delays only the orders behind it.
package final class HostService: Sendable {
    /// Shorter than one call's limit: a call that hangs is not waited for.
    private static let longestStop = Duration.seconds(2)

    private let worker: Worker

    /// - Parameter tell: receives news, from the service's thread.
    package init(
        _ configuration: HostConfiguration,
        serving mailbox: HostMailbox,
        publish: @escaping @Sendable (HostNews) -> Void
    ) {
        let visits = mailbox.visits
        worker = Worker(named: "host", stopsWithin: Self.longestStop, serving: mailbox.orders) {
            HostWork(configuration, visits, publish)
        }
    }

    /// Starts the thread.
    package func start() throws(SystemError) {
        try worker.start()
    }

    /// Ends the thread. A change on trial is left to NetworkManager, which rolls it back in time.
    package func stop() {
        worker.stop()
    }
}

/// What the host's thread needs to know before it starts.
package struct HostConfiguration: Sendable {
    /// Networks, hotspot and hostname may be changed; otherwise each wish is refused with a reason.
    package var managesNetwork = true
    /// The daemon is announced on the network.
    package var announces = true
    /// How long a change of the network waits for a client to come back over it.
    package var trial = Duration.seconds(60)
    /// The name to announce.
    package var hostname: String
    /// Where the daemon listens.
    package var address: String
    /// The port that clients open.
    package var port: UInt16
    /// What the announcement adds; asked for every half minute, on the service's thread.
    package var facts: @Sendable () -> Announcement.Facts = { Announcement.Facts() }

    package init(hostname: String, address: String, port: UInt16) {
        self.hostname = hostname
        self.address = address
        self.port = port
    }
}

/// When a client on another machine was last heard, while a change of the network waits for one.
final class HostVisits: Sendable {
    private let isAwaited = Atomic(false)
    private let last = Mutex<Instant?>(nil)

    /// Records a visit; false: nobody waits for one.
    func record(at now: Instant) -> Bool {
        guard isAwaited.load(ordering: .relaxed) else { return false }
        last.withLock { $0 = now }
        return true
    }

    /// Starts or stops recording visits.
    func await(_ isAwaited: Bool) {
        self.isAwaited.store(isAwaited, ordering: .relaxed)
        if !isAwaited { last.withLock { $0 = nil } }
    }

    /// The last visit since the last call.
    func collect() -> Instant? {
        last.withLock { last in
            defer { last = nil }
            return last
        }
    }
}

/// The host of a simulated board: a person who tries Hearth on a laptop must not lose the network.
///
/// Every order succeeds at once without an effect, so that pages and clients can be tried.
package struct SimulatedHost: HostReceiver {
    package init() {}

    package func receive(_ order: HostOrder) -> [HostNews] {
        let subject = order.request.subject
        let news: [HostNews] =
            switch order.request {
            case .scanNetworks: [.networks([])]
            case .setHotspot(let isOn, _, _): [.hotspot(isOn: isOn)]
            case .join, .setHostname, .forgetNetworks, .keepNetwork: []
            }
        return news + [.outcome(HostOutcome(subject, of: order)), .settled(subject)]
    }

    package func recordVisit() {}
}

/// Receives orders about the machine's network and names. Safe to call from any thread.
package protocol HostReceiver: Sendable {
    /// Has an order carried out; returns the news that are known at once, if any.
    func receive(_ order: HostOrder) -> [HostNews]

    /// Records that a client on another machine was heard just now.
    func recordVisit()
}

/// Where orders for the host's service arrive. Made before the service, because the parts that the
/// service informs need it.
package final class HostMailbox: HostReceiver {
    /// Orders are carried out faster than anyone clicks; more are a flood.
    static let capacity = 16
    /// The error for an order beyond that, for people.
    static let flood = "too many requests at once; try again in a minute"

    /// What the service's thread collects.
    let orders: Mailbox<HostOrder>
    let visits = HostVisits()

    /// Empty.
    package init() throws(SystemError) {
        orders = try Mailbox(capacity: Self.capacity)
    }

    package func receive(_ order: HostOrder) -> [HostNews] {
        guard !orders.post(order) else { return [] }
        return [.outcome(HostOutcome(order.request.subject, of: order, trouble: Self.flood))]
    }

    /// Costs nothing while no change of the network is on trial.
    package func recordVisit() {
        if visits.record(at: .monotonic()) { orders.wake() }
    }
}
