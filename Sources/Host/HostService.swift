import Chamber
import MachineClock
package import Surroundings
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
