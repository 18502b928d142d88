import Chamber
package import MQTT
package import Surroundings

extension BambuMachine {
    /// What happened.
    package enum Event: Equatable, Sendable {
        case begin
        /// The printer has taken us in; SHA-256 of its certificate in hexadecimal digits.
        case connected(certificate: String)
        case message([UInt8])
        case oversized(bytes: Int)
        case ended(MQTTEnd)
        /// TLS cannot be set up: the words say why.
        case unprepared(String)
        case command(PrinterCommand, ticket: Int)
        /// The link ends.
        case stop
        /// The time for which ``deadline`` asked has come.
        case tick
    }

    /// What to do, in the order in which it is told.
    package enum Effect: Equatable, Sendable {
        case connect(TLSTrust)
        case disconnect
        case subscribe(topic: String)
        case publish(MQTTMessage)
        /// What the printer said, for everyone who follows it.
        case news(PrinterNews)
        /// Keep it among the events.
        case record(DeviceEvent)
        case answer(ticket: Int, PrinterAnswer)
    }
}
