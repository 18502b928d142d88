import Chamber
package import Dialects
import Glibc
import MachineClock
import SwitchCore
import Synchronization
package import Threads

/// A device's ``BrokerClient`` in a thread of its own, with the machine's clock.
package final class BrokerLink: Sendable {
    /// How long ending may take: a look-up of the broker's name that hangs is left behind.
    private static let longestStop = Duration.seconds(2)

    private let settings: BrokerSettings
    private let traits: DeviceTraits
    private let host: BrokerHost
    private let wake: Wake
    private let isStopping = Atomic(false)
    private let thread = Mutex<Thread?>(nil)

    /// A client at rest; ``start()`` connects it.
    package init(
        _ settings: BrokerSettings,
        _ traits: DeviceTraits,
        _ host: BrokerHost
    ) throws(ThreadError) {
        self.settings = settings
        self.traits = traits
        self.host = host
        wake = try Wake()
    }

    /// Begins to reach the broker.
    package func start() throws(ThreadError) {
        let started = try Thread(named: "mqtt") { [self] in run() }
        thread.withLock { $0 = started }
    }

    /// Says goodbye and ends.
    package func stop() {
        isStopping.store(true, ordering: .releasing)
        wake.wake()
        thread.withLock { thread in
            _ = thread?.join(within: Self.longestStop)
            thread = nil
        }
    }

    private var isEnding: Bool { isStopping.load(ordering: .acquiring) }

    // MARK: The link's thread

    private func run() {
        let client = BrokerClient(settings, traits, host)
        while !client.hasEnded {
            let now = Instant.monotonic()
            if isEnding { client.leave(at: now) }
            var watched = [
                pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: client.descriptor, events: client.interest, revents: 0),
            ]
            // An interrupted wait ends early and does no harm.
            let wait = isEnding ? BrokerClient.look : client.rest(at: now)
            poll(&watched, nfds_t(watched.count), wait.pollMilliseconds)
            if watched[0].revents != 0 { wake.clear() }
            client.step(ready: watched[1].revents, at: .monotonic())
        }
    }
}
