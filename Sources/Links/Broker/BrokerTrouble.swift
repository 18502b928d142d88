import Chamber
import MQTT
import TLS

/// Messages for people: why there is no connection to the broker, and what to do.
enum BrokerTrouble {
    static func words(for end: MQTTEnd, at place: String) -> String {
        switch end {
        case .unreachable(let reason):
            "The MQTT broker at \(place) cannot be reached (\(reason)): check that it runs, and "
                + "broker and port in [mqtt]. Hearth keeps trying."
        case .untrusted(let refusal):
            "The MQTT broker at \(place) is not trusted (\(words(for: refusal))): check ca in "
                + "[mqtt] and the broker's certificate. No password was sent."
        case .refused(let refusal):
            "The MQTT broker at \(place) refuses this device: \(words(for: refusal))."
        case .lost(let reason):
            "The MQTT broker at \(place) was lost (\(reason)): heat that was asked for over it "
                + "ends with its lease, unless the broker is back before then."
        case .flooded(let bytes):
            "The MQTT broker at \(place) sent \(bytes) bytes that are no message: the connection was "
                + "ended."
        }
    }

    /// The broker accepts the connection and ends it again, several times in a row.
    static func clientIDInUse(_ settings: BrokerSettings) -> String {
        "The MQTT broker at \(settings.place) has repeatedly ended the connection soon after it "
            + "began: most likely another device connects as \"\(settings.clientID)\" too, and a "
            + "broker keeps the newest of two with one client ID. Give each device an id, or a "
            + "client_id, of its own in [mqtt]."
    }

    private static func words(for refusal: TLSRefusal) -> String {
        switch refusal {
        case .changed: "its certificate is another one than before"
        case .otherName(let expected, let found):
            "its certificate is for \"\(found)\", not for \"\(expected)\""
        case .unknownAuthority(let reason): reason
        }
    }

    private static func words(for refusal: MQTTRefusal) -> String {
        switch refusal {
        case .protocolVersion: "it does not speak MQTT 3.1.1"
        case .clientID: "it does not accept this client ID; see client_id in [mqtt]"
        case .unavailable: "it is not ready"
        case .badCredentials, .notAuthorized:
            "see user and password_file in [mqtt], and what the broker permits"
        case .other(let code): "code \(code)"
        }
    }
}
