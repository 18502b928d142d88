import MachineClock
package import Surroundings
package import System
import Threads

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
    static let flood = "too much is asked for at once; try again in a minute"

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
