import MachineClock
package import Surroundings
package import System
import Threads

/// Who is handed orders about the machine's network and names. Safe to call from any thread.
package protocol HostReceiver: Sendable {
    /// Has an order carried out; returns what came of it already, which may be nothing yet.
    func receive(_ order: HostOrder) -> [HostNews]

    /// A client from the network, not from this machine, was heard of just now.
    func recordVisit()
}

/// Where orders for the host's service arrive. It is made before the
/// service, because those whom the service tells need it.
package final class HostMailbox: HostReceiver {
    /// Nobody clicks faster than orders are carried out; more are a flood.
    static let capacity = 16
    /// The trouble of an order beyond that, for people.
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
