import MQTT

/// What a connection by these settings is made of.
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

    /// `nil`: in the clear.
    func makeTLS() throws(TLSError) -> TLSContext? {
        guard let encryption else { return nil }
        let context = try TLSContext(.server(name: host, authorities: encryption.authorities))
        if !encryption.certificate.isEmpty {
            try context.show(certificate: encryption.certificate, key: encryption.key)
        }
        return context
    }
}
