import Chamber
package import MQTT
package import Surroundings
package import TLS

extension BambuMachine {
    /// What happened.
    package enum Event: Equatable, Sendable {
        case begin
        /// The printer accepted the connection; SHA-256 of its certificate in hexadecimal digits.
        case connected(certificate: String)
        case message([UInt8])
        case oversized(bytes: Int)
        case ended(MQTTEnd)
        /// TLS cannot be set up, for this reason.
        case unprepared(String)
        case command(PrinterCommand, ticket: Int)
        /// The link ends.
        case stop
        /// ``deadline`` has come.
        case tick
    }

    /// What to do, in this order.
    package enum Effect: Equatable, Sendable {
        case connect(TLSTrust)
        case disconnect
        case subscribe(topic: String)
        case publish(MQTTMessage)
        /// The printer's news, for all its followers.
        case news(PrinterNews)
        /// Keep it among the events.
        case record(DeviceEvent)
        case answer(ticket: Int, PrinterAnswer)
    }
}
