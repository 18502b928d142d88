package import CommandLine
package import JSON

/// One command's talk with the daemon about its network: a wish, then the state until it is fulfilled.
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
        guard case .array(let found) = network["found"] else { return [] }
        return found.compactMap(\.string)
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
            // It may be there before anybody has looked.
            if state == "connected", network["name"]?.string == name { return true }
            let isConnecting = state == "connecting"
            hasBegun = hasBegun || isConnecting
            return hasBegun && !isConnecting
        }
        try complain(network)
    }

    /// Ends the trial of the last change: it stays.
    package func keep() throws(CommandFailure) {
        try client.deviceWish { $0.member("keep_network", true) }
    }

    /// Waits until `isDone`; what the state says of the network then.
    private func wait(_ isDone: (JSONObject) -> Bool) throws(CommandFailure) -> JSONObject {
        let (state, wasDone) = try client.state(within: Self.patienceSeconds) { state in
            state.device("network").map(isDone) ?? false
        }
        guard wasDone, let network = state.device("network") else {
            throw CommandFailure(
                .failed,
                "hearth: nothing came of it within a minute; \"hearth events\" may say why"
            )
        }
        return network
    }

    private func complain(_ network: JSONObject) throws(CommandFailure) {
        guard let trouble = network["trouble"]?.string, !trouble.isEmpty else { return }
        throw CommandFailure(.refused, "hearth: \(trouble)")
    }
}
