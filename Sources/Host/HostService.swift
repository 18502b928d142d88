import Chamber
import MachineClock
package import Surroundings
package import System
import Threads

/// Looks after the machine's network and names: orders arrive here and news of them leave. Safe to call
/// from any thread.
///
/// A thread of its own speaks with NetworkManager, systemd-hostnamed and Avahi over D-Bus, so that a
/// service that hangs holds up nobody but the next order to it.
package final class HostService: Sendable {
    /// Nobody clicks faster than orders are carried out; more are a flood.
    static let orderCapacity = 16
    /// The trouble of an order beyond that, for people.
    static let flood = "too much is asked for at once; try again in a minute"
    /// Longer than one call's limit is not worth waiting for at the end.
    private static let longestStop = Duration.seconds(2)

    private let mailbox: Mailbox<HostOrder>
    private let visits = HostVisits()
    private let worker: Worker
    private let tell: @Sendable (HostNews) -> Void

    /// - Parameter tell: receives news, from the service's thread and from callers of ``receive(_:)``.
    package init(
        _ configuration: HostConfiguration,
        tell: @escaping @Sendable (HostNews) -> Void
    ) throws(SystemError) {
        let (mailbox, visits) = (try Mailbox<HostOrder>(capacity: Self.orderCapacity), visits)
        self.mailbox = mailbox
        self.tell = tell
        worker = Worker(named: "host", stopsWithin: Self.longestStop, serving: mailbox) {
            HostWork(configuration, visits, tell)
        }
    }

    /// Starts the thread.
    package func start() throws(SystemError) {
        try worker.start()
    }

    /// Has an order carried out; its outcome is told.
    package func receive(_ order: HostOrder) {
        guard !mailbox.post(order) else { return }
        tell(.outcome(HostOutcome(order.request.subject, of: order, trouble: Self.flood)))
    }

    /// A client from the network, not from this machine, was heard of just now. Costs nothing while no
    /// change of the network is on trial.
    package func recordVisit() {
        if visits.record(at: .monotonic()) { mailbox.wake() }
    }

    /// Ends the thread. A change on trial is left to NetworkManager, which takes it back in time.
    package func stop() {
        worker.stop()
    }
}
