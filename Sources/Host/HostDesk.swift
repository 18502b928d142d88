import Chamber
import MachineClock
package import Surroundings
package import Threads

/// Where requests about the machine's network and names arrive and news of them leave; safe to call
/// from any thread.
///
/// A thread of its own speaks with NetworkManager, systemd-hostnamed and Avahi over D-Bus, so that a
/// service that hangs holds up nobody but the next request to it.
package final class HostDesk: Sendable {
    /// Longer than one call's limit is not worth waiting for at the end.
    private static let endPatience = Duration.seconds(2)

    private let inbox: HostInbox
    private let thread: Thread
    private let tell: @Sendable (HostNews) -> Void

    /// Starts the thread.
    /// - Parameter tell: takes news, from that thread and from whoever calls ``take(_:)``.
    package init(
        _ configuration: HostConfiguration,
        tell: @escaping @Sendable (HostNews) -> Void
    ) throws(ThreadError) {
        let inbox = try HostInbox()
        self.inbox = inbox
        self.tell = tell
        thread = try Thread(named: "host") {
            HostWorker(configuration, inbox, tell).run()
        }
    }

    /// Takes an order; what comes of it is told as an outcome.
    package func take(_ order: HostOrder) {
        guard !inbox.put(order) else { return }
        let trouble = "too much is asked for at once; try again in a minute"
        tell(.outcome(HostOutcome(order.request.subject, of: order, trouble: trouble)))
    }

    /// A client from the network, not from this machine, was heard of just now.
    package func visited() {
        inbox.visited(at: .monotonic())
    }

    /// Ends the thread. A change on trial is left to NetworkManager, which takes it back in time.
    package func stop() {
        inbox.stop()
        _ = thread.join(within: Self.endPatience)
    }
}
