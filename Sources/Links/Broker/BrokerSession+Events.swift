package import Chamber
package import Dialects
package import Surroundings
package import SwitchCore

/// The session's interface: an event in, effects out.
extension BrokerSession {
    /// What happened.
    package enum Event: Sendable {
        /// The broker has accepted the connection.
        case connected
        case received(BrokerMessage, Snapshot, DeviceView)
        /// The newest state of controller and device; time has passed. `wall`: milliseconds since
        /// 1970-01-01 00:00 UTC, `nil`: unknown.
        case shown(Snapshot, DeviceView, wall: Int64?)
        /// Messages to people wait, as JSON.
        case noticed([[UInt8]])
        /// The connection is about to be ended on purpose; the broker publishes no last will then.
        case leaving
        /// The connection is over: its lease is no longer renewed.
        case lost
    }

    /// What the owner has to do, in this order.
    package enum Effect: Equatable, Sendable {
        /// Subscribe to a topic.
        case subscribe(String)
        case publish(BrokerMessage)
        /// Hand a wish to the controller.
        case post(WishEnvelope)
        /// Hand on what a program says of the printer.
        case tell(ToldReport)
        /// Record an event.
        case record(DeviceEvent)
        /// Store over a restart the topics at which the broker may keep messages of the device.
        case keep([String])
        /// End the connection and do not reconnect.
        case leave
    }

    /// Decides what follows from an event. Frequent ``Event/shown(_:_:wall:)`` events replace a deadline.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        switch event {
        case .connected: return connected(at: now)
        case .received(let message, let snapshot, let device):
            return received(message, snapshot, device, at: now)
        case .shown(let snapshot, let device, let wall):
            readyTime.step(snapshot.readyIn, wall: wall)
            return publish(snapshot, device, at: now)
        case .noticed(let payloads): return noticeMessages(payloads)
        case .leaving: return offlineMessages()
        case .lost:
            lost()
            return []
        }
    }
}
