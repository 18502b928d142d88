package import CommandLine
import Dialects
package import JSON

/// A command's exchange with the daemon about its network: a wish, then the state until it is
/// fulfilled.
package struct NetworkConversation {
    /// The daemon itself gives up a change after 45 s and a search after 30 s.
    private static let patienceSeconds = 60

    private let client: DaemonClient

    package init(_ client: DaemonClient) {
        self.client = client
    }

    /// Name, password and address of the device's own network.
    package func hotspot() throws(CommandFailure) -> (text: String, object: JSONObject) {
        try client.get("/api/v1/hotspot")
    }

    /// Asks for the hotspot to be on or off, without waiting for it.
    package func setHotspot(_ isOn: Bool) throws(CommandFailure) {
        try client.deviceWish { writer in writer.object("hotspot") { $0.member("on", isOn) } }
    }

    /// The names of the networks in reach, the strongest first.
    package func scan() throws(CommandFailure) -> [String] {
        try client.deviceWish { $0.member("scan_networks", true) }
        let network = try wait { $0["scan"]?.string == "done" }
        try complain(network)
        return network["found"]?.strings ?? []
    }

    /// Joins a network and waits for the connection.
    package func join(_ name: String, _ password: String) throws(CommandFailure) {
        try client.deviceWish { writer in
            writer.object("join_network") { json in
                json.member("ssid", name)
                json.member("password", password)
            }
        }
        var hasBegun = false
        let network = try wait { network in
            if network["trouble"]?.string?.isEmpty == false { return true }
            let state = network["state"]?.string
            // It may be connected before the first look.
            if state == "connected", network["name"]?.string == name { return true }
            let isConnecting = state == "connecting"
            hasBegun = hasBegun || isConnecting
            return hasBegun && !isConnecting
        }
        try complain(network)
    }

    /// Ends the trial of the last change and keeps it.
    package func keep() throws(CommandFailure) {
        try client.deviceWish { $0.member("keep_network", true) }
    }

    /// Waits until `isDone`; returns the network's part of the state.
    private func wait(_ isDone: (JSONObject) -> Bool) throws(CommandFailure) -> JSONObject {
        let (state, wasDone) = try client.state(within: Self.patienceSeconds) { state in
            state.device("network").map(isDone) ?? false
        }
        guard wasDone, let network = state.device("network") else {
            throw CommandFailure(
                .failed,
                "hearth: no result within a minute; \"hearth events\" may say why"
            )
        }
        return network
    }

    private func complain(_ network: JSONObject) throws(CommandFailure) {
        guard let trouble = network["trouble"]?.string, !trouble.isEmpty else { return }
        throw CommandFailure(.refused, "hearth: \(trouble)")
    }
}

/// The machine's network in a few lines for a person.
package struct NetworkReport {
    private let device: JSONObject?

    /// `state` is the answer to `GET /api/v1/state` (`docs/api.md`).
    package init(_ state: JSONObject) {
        device = state["device"]?.object
    }

    /// Network, address, name and hotspot, then why the last wish failed.
    package var lines: [String] {
        let network = device?["network"]?.object
        let hotspot = device?["hotspot"]?.object
        let trouble = network?["trouble"]?.string ?? ""
        let rows = [
            ("Network", Self.link(network)),
            ("Address", Self.orNone(network?["address"]?.string)),
            ("Name", Self.orNone(device?["hostname"]?.string)),
            ("Hotspot", (hotspot?["on"]?.bool == true ? "on: " : "off: ") + Self.name(hotspot)),
        ]
        return TextColumns.lines(rows) + (trouble.isEmpty ? [] : ["Last wish: \(trouble)."])
    }

    /// The same for programs.
    package var json: String {
        let network = device?["network"]?.object
        let hotspot = device?["hotspot"]?.object
        let text = JSONWriter.object { json in
            json.member("hostname", device?["hostname"]?.string ?? "")
            for key in ["state", "name", "address", "scan", "trouble"] {
                json.member(key, network?[key]?.string ?? "")
            }
            json.member("hotspot", hotspot?["on"]?.bool == true)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Name, password and address of the device's own network.
    package static func hotspot(_ answer: JSONObject) -> [String] {
        TextColumns.lines([
            ("Hotspot", answer["on"]?.bool == true ? "on" : "off"),
            ("Name", name(answer)),
            ("Password", orNone(answer["password"]?.string)),
            ("Address", orNone(answer["address"]?.string)),
        ])
    }

    private static func name(_ hotspot: JSONObject?) -> String {
        "\"\(hotspot?["ssid"]?.string ?? "")\""
    }

    private static func orNone(_ text: String?) -> String {
        guard let text, !text.isEmpty else { return "none" }
        return text
    }

    private static func link(_ network: JSONObject?) -> String {
        let name = network?["name"]?.string ?? ""
        return switch network?["state"]?.string {
        case "connected": name
        case "connecting": "connecting"
        case "reconnecting": "lost, connecting again"
        case "wrong_password": "the password was refused"
        case _: name.isEmpty ? "none" : "only its own, \"\(name)\""
        }
    }
}
