package import Chamber
package import Dialects
package import Surroundings

/// What a session at a broker wants done, in order.
package enum BrokerAction: Equatable, Sendable {
    /// Ask for the messages of a topic.
    case subscribe(String)
    case publish(BrokerMessage)
    /// Hand it to the controller.
    case wish(WishEnvelope)
    /// Keep it for people.
    case note(DeviceEvent)
    /// Remember over a restart at which topics the broker may keep something of the device.
    case keep([String])
    /// There is nothing more to say: end the connection, and make no other.
    case leave
}
