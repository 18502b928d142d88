/// How to reach a broker, and as whom.
package struct MQTTOptions: Sendable {
    /// A name or numeric address.
    package var host: String
    /// A TCP port, 1 to 65535; 8883 is usual with TLS, 1883 without.
    package var port: Int
    /// Who connects: a broker ends the older of two connections with the same name.
    package var clientID: String
    /// Empty: none is given.
    package var username = ""
    /// A secret: it leaves for the broker once its certificate was accepted, and for nobody else.
    package var password = ""
    /// What the broker publishes for us when the connection is lost.
    package var will: MQTTMessage?
    /// How often each side shows that it is alive; a vanished peer is noticed after two of these.
    package var keepAlive = Duration.seconds(30)
    /// Bytes of a message that are handed over at most; a longer one is reported and dropped, and one
    /// of more than ``longestRead`` ends a connection with TLS.
    package var longestMessage = 256 * 1024

    package init(host: String, port: Int, clientID: String) {
        self.host = host
        self.port = port
        self.clientID = clientID
    }

    /// Bytes that may come without being a whole message: libmosquitto keeps a message's bytes until
    /// it is complete and would take 256 MiB (MQTT 3.1.1, section 2.2.3).
    var longestRead: Int { 8 * longestMessage }
}

/// Bytes and where they are published.
package struct MQTTMessage: Equatable, Sendable {
    /// How often the message may arrive.
    package enum Quality: CInt, Sendable {
        case atMostOnce = 0
        case atLeastOnce = 1
        case exactlyOnce = 2
    }

    /// Without wildcards.
    package var topic: String
    /// At most 256 MB, which MQTT allows; the broker may allow less.
    package var payload: [UInt8]
    /// How hard the broker tries to deliver it.
    package var quality: Quality
    /// The broker keeps it for those who subscribe later.
    package var isRetained: Bool

    package init(
        _ topic: String,
        _ payload: [UInt8],
        quality: Quality = .atMostOnce,
        isRetained: Bool = false
    ) {
        self.topic = topic
        self.payload = payload
        self.quality = quality
        self.isRetained = isRetained
    }
}
