package import Chamber
package import Dialects
package import Surroundings
package import SwitchCore

/// The door of the session: an event in, effects out.
extension BrokerSession {
    /// What happened.
    package enum Event: Sendable {
        /// The broker has taken us in.
        case connected
        case received(BrokerMessage, Snapshot)
        /// A new snapshot is there, and time has gone by.
        case shown(Snapshot, DeviceView)
        /// The connection is about to be ended on purpose, for which there is no last will.
        case leaving
        /// The connection is over: what was asked for over it is renewed no more.
        case lost
    }

    /// What to do, in this order.
    package enum Effect: Equatable, Sendable {
        /// Ask for the messages of a topic.
        case subscribe(String)
        case publish(BrokerMessage)
        /// Hand it to the controller.
        case post(WishEnvelope)
        /// Record it for people.
        case record(DeviceEvent)
        /// Remember over a restart at which topics the broker may keep something of the device.
        case keep([String])
        /// There is nothing more to say: end the connection, and make no other.
        case leave
    }

    /// Decides what an event leads to. It follows the snapshot, and so has no deadline of its own.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        switch event {
        case .connected: return connected(at: now)
        case .received(let message, let snapshot): return received(message, snapshot, at: now)
        case .shown(let snapshot, let device): return publish(snapshot, device, at: now)
        case .leaving: return farewell()
        case .lost:
            lost()
            return []
        }
    }
}
