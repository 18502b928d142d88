package import Dialects
import Schema

extension BrokerSettings {
    /// The same settings, with `identity` as the id where they have none, and with a client ID.
    package func joined(byDevice identity: String) -> BrokerSettings {
        var settings = self
        if id.isEmpty { settings.id = identity }
        if clientID.isEmpty { settings.clientID = Self.clientID(for: settings.id) }
        return settings
    }

    /// The default client ID, made from the id, which no two devices share.
    package static func clientID(for id: String) -> String { "hearth-\(id)" }

    /// The topics of the stock firmware.
    package var stock: StockTopics { StockTopics(prefix: stockPrefix, id: id) }

    /// The topics for Home Assistant. A connection has only one last will, whose topic both dialects
    /// share.
    package var homeAssistant: HomeAssistantTopics {
        HomeAssistantTopics(
            prefix: prefix,
            id: id,
            discoveryPrefix: discoveryPrefix,
            availability: speaksStock ? stock.availability : nil,
            status: statusTopic
        )
    }

    /// The topic that says whether the device is online.
    package var availability: String { homeAssistant.availability }

    /// The topic of the device's messages to itself: they prove that the broker passes messages on.
    package var echo: String { "\(homeAssistant.base)/echo" }

    /// The topic of messages to people, as JSON.
    package var notices: String { "\(homeAssistant.base)/notice" }

    /// The topic at which a program tells what the printer does, as JSON.
    package var printerReport: String { "\(homeAssistant.base)/set/printer_report" }

    /// Host and port, for people.
    package var place: String { "\(host):\(port)" }

    /// Every topic at which the device may publish retained messages, in any dialect.
    var retainedTopics: [String] {
        [
            homeAssistant.discovery, homeAssistant.state, "\(homeAssistant.base)/availability",
            stock.availability,
        ]
    }

    /// The retained topics of the dialects that are in use.
    var keptTopics: [String] {
        guard speaksHomeAssistant else { return speaksStock ? [availability] : [] }
        return [homeAssistant.discovery, homeAssistant.state, availability]
    }
}

extension BrokerSettings {
    /// Whether topics may begin with `text`: words of at most 64 bytes with `/` between them.
    package static func isTopicPrefix(_ text: String) -> Bool {
        text.split(separator: "/", omittingEmptySubsequences: false)
            .allSatisfy { String($0).isWord(longest: 64, also: "-_") }
    }
}
