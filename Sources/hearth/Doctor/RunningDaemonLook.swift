import Dialects
import JSON
import Store
import WebSocket

/// A daemon that runs on this machine, and what it reads: its bus and lines are left to it.
enum RunningDaemonLook {
    /// None runs.
    case none
    /// One runs and does not answer; its process where that is known.
    case silent(process: Int32?)
    /// One runs; its answer to `GET /api/v1/state`.
    case answered(JSONObject)

    /// Looks at who uses the state directory, and asks at the address where it should listen.
    init(_ statePath: String, _ address: ListenAddress) {
        if let state = Self.state(at: address) {
            self = .answered(state)
        } else if let process = StateDirectory.user(of: statePath) {
            self = .silent(process: process == 0 ? nil : process)
        } else {
            self = .none
        }
    }

    var isRunning: Bool {
        switch self {
        case .none: false
        case .silent, .answered: true
        }
    }

    private static func state(at address: ListenAddress) -> JSONObject? {
        let isAny = ["0.0.0.0", "::"].contains(address.address)
        guard address.port != 0 else { return nil }
        let client = HTTPClient(host: isAny ? "127.0.0.1" : address.address, port: address.port)
        do {
            let version = try client.request(.get, "/api/v1/version", timeout: .seconds(2))
            let name = try JSONValue(parsing: version.body).object?["name"]?.string
            guard name == "hearth" else { return nil }
            let token = ClientToken.headers(for: client.host, client.port)
            let reply = try client.request(
                .get,
                "/api/v1/state",
                headers: token,
                timeout: .seconds(2)
            )
            return try JSONValue(parsing: reply.body).object
        } catch {
            return nil
        }
    }
}
