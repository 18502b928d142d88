import Chamber
import MQTT
import TLS

/// Messages for people: why there is no connection to the broker, and what to do.
enum BrokerTrouble {
    static func words(for end: MQTTEnd, at place: String) -> String {
        switch end {
        case .unreachable(let reason):
            "The MQTT broker at \(place) cannot be reached (\(reason)): see that it runs, and host "
                + "and port below [mqtt]. It is tried again."
        case .untrusted(let refusal):
            "The MQTT broker at \(place) was not believed (\(words(for: refusal))): see ca below "
                + "[mqtt], and the broker's certificate. No password was sent."
        case .refused(let refusal):
            "The MQTT broker at \(place) refuses this device: \(words(for: refusal))."
        case .lost(let reason):
            "The MQTT broker at \(place) was lost (\(reason)): heat that was asked for over it ends "
                + "when its lease does, unless it comes back before."
        case .flooded(let bytes):
            "The MQTT broker at \(place) sent \(bytes) bytes that are no message: the connection was "
                + "ended."
        }
    }

    /// The broker accepts the connection and ends it again, several times in a row.
    static func clientIDInUse(_ settings: BrokerSettings) -> String {
        "The MQTT broker at \(settings.place) has ended the connection soon after it began, again and "
            + "again: most likely another device connects as \"\(settings.clientID)\" too, and a broker "
            + "keeps the newest of two with one client id. Give each device an id, or a client_id, of its "
            + "own below [mqtt]."
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
        case .clientID: "it does not take its client id; see client_id below [mqtt]"
        case .unavailable: "it is not ready"
        case .badCredentials, .notAuthorized:
            "see user and password_file below [mqtt], and what the broker permits"
        case .other(let code): "code \(code)"
        }
    }
}
