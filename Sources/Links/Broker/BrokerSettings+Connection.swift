import MQTT
import TLS

/// The options and the TLS context of a connection with these settings.
extension BrokerSettings {
    var options: MQTTOptions {
        var options = MQTTOptions(host: host, port: port, clientID: clientID)
        options.username = username
        options.password = password
        if speaksHomeAssistant || speaksStock {
            options.will = MQTTMessage(
                availability,
                Array("offline".utf8),
                quality: .atLeastOnce,
                isRetained: true
            )
        }
        return options
    }

    /// The TLS context; `nil`: the connection is not encrypted. Throws where a file cannot be used.
    func makeTLS() throws(TLSError) -> TLSContext? {
        guard let encryption else { return nil }
        let context = try TLSContext(.server(name: host, authorities: encryption.authorities))
        if !encryption.certificate.isEmpty {
            try context.show(certificate: encryption.certificate, key: encryption.key)
        }
        return context
    }
}
