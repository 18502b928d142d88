import Dialects
import Glibc
import JSON

/// One command's talk with the daemon about its network: a wish, then a look until something came of it.
struct NetworkConversation {
    /// How often the daemon is asked how far it is.
    private static let lookMicroseconds: useconds_t = 250_000
    private static let looksPerSecond = 4
    /// The daemon itself gives a change up after 45 s, and a search after 30.
    private static let patienceSeconds = 60

    private let client: DaemonClient

    init(_ arguments: Arguments) throws(CommandFailure) {
        client = try DaemonClient(arguments)
    }

    /// Name, password and address of the device's own network.
    func hotspot() throws(CommandFailure) -> (text: String, object: JSONObject) {
        try client.get("/api/v1/hotspot")
    }

    /// Asks for it; the state tells what comes of it.
    func setHotspot(_ isOn: Bool) throws(CommandFailure) {
        try wish { writer in writer.object("hotspot") { $0.member("on", isOn) } }
    }

    func scan() throws(CommandFailure) -> [String] {
        try wish { $0.member("scan_networks", true) }
        let network = try wait { $0["scan"]?.string == "done" }
        try complain(network)
        guard case .array(let found) = network["found"] else { return [] }
        return found.compactMap(\.string)
    }

    func join(_ name: String, _ password: String) throws(CommandFailure) {
        try wish { writer in
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

    func keep() throws(CommandFailure) {
        try wish { $0.member("keep_network", true) }
    }

    // MARK: Parts

    private func wish(_ write: (inout JSONWriter) -> Void) throws(CommandFailure) {
        _ = try client.wish(to: "/api/v1/device", write)
    }

    /// Looks until `isDone`; what the state says of the network then.
    private func wait(_ isDone: (JSONObject) -> Bool) throws(CommandFailure) -> JSONObject {
        for _ in 0..<Self.patienceSeconds * Self.looksPerSecond {
            let state = try client.get("/api/v1/state").object
            let network = state["device"]?.object?["network"]?.object
            if let network, isDone(network) { return network }
            usleep(Self.lookMicroseconds)
        }
        throw CommandFailure(
            .failed,
            "hearth: nothing came of it within a minute; \"hearth events\" may say why"
        )
    }

    private func complain(_ network: JSONObject) throws(CommandFailure) {
        guard let trouble = network["trouble"]?.string, !trouble.isEmpty else { return }
        throw CommandFailure(.refused, "hearth: \(trouble)")
    }
}
