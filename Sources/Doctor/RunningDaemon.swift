import Client
import CommandLine
import JSON
import Store
import WebSocket

/// A daemon that runs on this machine, and its readings: the doctor does not use its bus and lines.
enum RunningDaemon {
    /// None runs.
    case none
    /// One runs and does not answer; its process, if known.
    case silent(process: Int32?)
    /// One runs; its answer to `GET /api/v1/state`, empty where it asks for a password.
    case answered(JSONObject)

    /// How long a daemon may take to answer.
    static let patience = Duration.seconds(2)

    /// The daemon that uses the state directory, asked at the address where it should listen.
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
        guard address.port != 0 else { return nil }
        do throws(CommandFailure) {
            return try DaemonClient(at: [DaemonAddress(of: address)], timeout: patience).state()
        } catch {
            return error.status == .refused ? JSONObject([]) : nil
        }
    }
}
