package import Chamber
package import Surroundings

/// What comes into the session and what leaves it.
extension DragonBreathSession {
    /// What happened.
    package enum Event: Sendable {
        /// The newest state; it comes before each other event, and ten times a second.
        case shown(Snapshot, DeviceView)
        /// A client sent a command. `ticket` and `leaseID` are unused: 32 random hexadecimal digits, so that
        /// nobody can guess a lease.
        case command([UInt8], from: Client, ticket: UInt64, leaseID: String)
        /// A client renews its lease.
        case heartbeat([UInt8], from: Client, ticket: UInt64)
        /// A client corrects its probes.
        case calibration([UInt8], from: Client, ticket: UInt64)
        /// The wish with this ticket was decided; `nil`: it was lost, because the queue is full.
        case decided(UInt64, WishOutcome.Answer?)
        /// The connection has gone.
        case left(connection: UInt64)
    }

    /// What to do, in this order.
    package enum Effect: Equatable, Sendable {
        /// Post all of them; where the queue is full, say so with ``Event/decided(_:_:)`` and the last one's
        /// ticket.
        case post([WishEnvelope])
        /// Answer the request that this connection waits for.
        case answer(status: Int, [UInt8], connection: UInt64)
    }

    /// One connection, for the time of one request.
    package struct Client: Equatable, Sendable {
        /// Its number, which no later connection has.
        package let connection: UInt64
        /// Without a port.
        package let address: String

        package init(connection: UInt64, address: String) {
            self.connection = connection
            self.address = address
        }
    }
}
