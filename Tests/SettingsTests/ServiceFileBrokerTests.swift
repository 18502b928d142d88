import Chamber
import Links
import Schema
import Settings
import Testing

/// The section `[mqtt]` of the service file.
@Suite struct ServiceFileBrokerTests {
    private func file(_ text: String) throws(Mistakes) -> ServiceFile {
        try ServiceFile(Array(text.utf8), name: "hearth.conf")
    }

    @Test func withoutTheSectionThereIsNoBroker() throws {
        #expect(try file("").broker == nil)
    }

    @Test func aBrokersNameIsEnough() throws {
        let broker = try #require(try file("[mqtt]\nbroker: 192.0.2.1\n").broker)
        var settings = BrokerSettings(host: "192.0.2.1", port: 1883, id: "")
        settings.lease = .seconds(300)
        #expect(broker == settings)
        #expect(broker.encryption == nil)
        #expect(broker.speaksHomeAssistant)
        #expect(!broker.speaksStock)
        #expect(!broker.renewsSession)
        let byHeartbeat = try file("[mqtt]\nbroker: 192.0.2.1\nrenewal: heartbeat\n").broker
        #expect(byHeartbeat?.lease == .seconds(60))
    }

    @Test func everyKeyIsTaken() throws {
        let read = try file(
            """
            [mqtt]
            broker: broker.lan
            tls: yes
            ca: /ca.pem
            certificate: /own.pem
            key: /own.key
            user: heater
            password_file: /secret
            client_id: client-1
            id: attic
            topic_prefix: house/heaters
            discovery_prefix: ha
            status_topic: house/ha/status
            lease_s: 30
            renewal: heartbeat
            renew_session: yes
            home_assistant: no
            stock_topics: yes
            """
        )
        let broker = try #require(read.broker)
        #expect(broker.passwordFile == "/secret")
        var settings = BrokerSettings(host: "broker.lan", port: 8883, id: "")
        var encryption = BrokerSettings.Encryption()
        encryption.authorities = "/ca.pem"
        encryption.certificate = "/own.pem"
        encryption.key = "/own.key"
        settings.encryption = encryption
        settings.passwordFile = "/secret"
        settings.clientID = "client-1"
        settings.id = "attic"
        settings.username = "heater"
        settings.prefix = "house/heaters"
        settings.discoveryPrefix = "ha"
        settings.statusTopic = "house/ha/status"
        settings.lease = .seconds(30)
        settings.renewal = .heartbeat
        settings.renewsSession = true
        settings.speaksHomeAssistant = false
        settings.speaksStock = true
        #expect(broker == settings)
    }

    @Test func theDeviceFillsInTheNamesThatTheFileLeavesOut() throws {
        let unnamed = try #require(try file("[mqtt]\nbroker: a\n").broker)
        var expected = BrokerSettings(host: "a", port: 1883, id: "01")
        expected.lease = .seconds(300)
        #expect(unnamed.joined(byDevice: "01") == expected)
        let named = try #require(try file("[mqtt]\nbroker: a\nid: attic\n").broker)
        expected = BrokerSettings(host: "a", port: 1883, id: "attic")
        expected.lease = .seconds(300)
        #expect(named.joined(byDevice: "01") == expected)
    }

    @Test func aSectionWithoutABrokerIsAMistake() {
        #expect(throws: Mistakes.self) { try file("[mqtt]\nuser: heater\n") }
    }

    @Test(
        arguments: [
            "broker: a b", "broker: mqtt://a", "port: 0", "port: 65536", "tls: on", "ca: ca.pem",
            "id: a/b", "id: a+", "topic_prefix: /a", "topic_prefix: a/#", "lease_s: 9",
            "lease_s: 301", "lease_s: 1.5", "renewal: never", "renew_session: perhaps",
            "password: sesame",
        ]
    )
    func aMistakeIsOne(line: String) {
        let host = line.hasPrefix("broker") ? "" : "broker: a\n"
        #expect(throws: Mistakes.self) { try file("[mqtt]\n\(host)\(line)\n") }
    }
}
