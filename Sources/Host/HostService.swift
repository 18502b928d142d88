import Chamber
import MachineClock
package import Surroundings
import SwitchCore
import Synchronization
package import System
import Threads

/// Looks after the machine's network and names: orders arrive in its ``HostMailbox`` and news of
/// them leave.
///
/// A thread of its own speaks with NetworkManager, systemd-hostnamed and Avahi over D-Bus, so that a
/// service that hangs holds up nobody but the next order to it.
package final class HostService: Sendable {
    /// Longer than one call's limit is not worth waiting for at the end.
    private static let longestStop = Duration.seconds(2)

    private let worker: Worker

    /// - Parameter tell: receives news, from the service's thread.
    package init(
        _ configuration: HostConfiguration,
        serving mailbox: HostMailbox,
        tell: @escaping @Sendable (HostNews) -> Void
    ) {
        let visits = mailbox.visits
        worker = Worker(named: "host", stopsWithin: Self.longestStop, serving: mailbox.orders) {
            HostWork(configuration, visits, tell)
        }
    }

    /// Starts the thread.
    package func start() throws(SystemError) {
        try worker.start()
    }

    /// Ends the thread. A change on trial is left to NetworkManager, which takes it back in time.
    package func stop() {
        worker.stop()
    }
}

/// What the host's thread must know before it starts.
package struct HostConfiguration: Sendable {
    /// Networks, hotspot and hostname may be changed; otherwise each wish is refused in words.
    package var managesNetwork = true
    /// Others in the network are told where to find the daemon.
    package var announces = true
    /// How long a change of the network waits for somebody to come back by it.
    package var trial = Duration.seconds(60)
    /// The name to announce.
    package var hostname: String
    /// Where the daemon listens.
    package var address: String
    /// The port that clients open.
    package var port: UInt16

    package init(hostname: String, address: String, port: UInt16) {
        self.hostname = hostname
        self.address = address
        self.port = port
    }
}

/// When a client from the network was last heard of, while a change of the network waits for one.
final class HostVisits: Sendable {
    private let isAwaited = Atomic(false)
    private let last = Mutex<Instant?>(nil)

    /// Records a visit; false: nobody waits for one.
    func record(at now: Instant) -> Bool {
        guard isAwaited.load(ordering: .relaxed) else { return false }
        last.withLock { $0 = now }
        return true
    }

    /// Says whether visits count at present.
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

/// The machine of a simulated board: a person who tries Hearth on a laptop must not lose its network.
///
/// Everything succeeds on paper, and at once, so that pages and clients can be tried.
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
