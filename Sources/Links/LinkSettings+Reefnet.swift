package import Dialects
package import Schema
package import WebSocket

extension LinkSettings {
    /// The hub that this heater is a module of.
    package struct Reefnet: Equatable, Sendable {
        /// The hub's WebSocket.
        package var hub: WebSocketAddress
        /// How the heater describes itself to the hub.
        package var module: ReefnetModule
        /// Heat that the hub asked for ends after the hub has been disconnected for this time.
        package var lease = Duration.seconds(60)

        package init(hub: WebSocketAddress, module: ReefnetModule) {
            self.hub = hub
            self.module = module
        }
    }
}

extension LinkSettings.Reefnet {
    /// The section `[reefnet]` of the service file.
    package static var schema: SectionSchema { ReefnetSection.section.schema }

    /// Reads that section; `nil` where it names no hub.
    package static func read(_ reader: inout SchemaReader) -> LinkSettings.Reefnet? {
        ReefnetSection.read(&reader)
    }
}

/// The section `[reefnet]`: a hub that Hearth connects to.
private struct ReefnetSection {
    private static let longestID = 64

    private var hub: WebSocketAddress?
    /// The daemon fills in version and label.
    private var module = ReefnetModule(version: "")
    private var submoduleID: String?
    private var lease = Duration.seconds(60)

    static let section = SettingsSection<ReefnetSection>(
        "reefnet",
        meaning: "A hub of the reefnet protocol that sees this heater as its module.",
        [
            Setting(
                .webSocket(
                    "hub",
                    meaning: "The hub to dial, as in ws://192.168.4.1:80/ws. Left out, none is "
                        + "dialled."
                ),
                \.hub
            ),
            Setting(
                id("module_id", "What the heater calls itself. Left out, Hearth.Heater."),
                \.module.moduleID
            ),
            Setting(
                id("submodule_id", "The same for its one part. Left out, as module_id."),
                \.submoduleID
            ),
            Setting(
                .yesOrNo(
                    "heat",
                    meaning: "Whether a set point from the hub turns the power on. Left out, no: "
                        + "it only moves the target."
                ),
                \.module.mayHeat
            ),
            Setting(
                .lease(
                    meaning: "Heat that the hub asked for ends when the hub has been away for so "
                        + "long. Left out, 60."
                ),
                \.lease
            ),
        ]
    )

    static func read(_ reader: inout SchemaReader) -> LinkSettings.Reefnet? {
        var reefnet = ReefnetSection()
        section.read(&reader, into: &reefnet)
        guard let hub = reefnet.hub else { return nil }
        reefnet.module.submoduleID = reefnet.submoduleID ?? reefnet.module.moduleID
        var settings = LinkSettings.Reefnet(hub: hub, module: reefnet.module)
        settings.lease = reefnet.lease
        return settings
    }

    private static func id(_ key: String, _ meaning: String) -> Field<String> {
        Field<String>(
            key: key,
            meaning: meaning,
            allowed: "a text of at most \(longestID) characters"
        ) { text in
            (1...longestID).contains(text.count) ? .value(text) : .wrong("is too long or empty")
        }
    }
}

extension Field<WebSocketAddress> {
    /// The address of a WebSocket server.
    static func webSocket(_ key: String, meaning: String) -> Field {
        Field(key: key, meaning: meaning, allowed: "an address as in ws://HOST:PORT/PATH") { text in
            WebSocketAddress(url: text).map { .value($0) } ?? .wrong("is no such address")
        }
    }
}
