import Chamber
package import CommandLine
import Glibc
import JSON
import MachineClock
import SwitchCore

/// A command's exchange with the daemon about versions.
package struct UpdateConversation {
    /// How long a command waits for a new version to prove itself; three starts with three times
    /// the longest trial take longer than anybody waits.
    private static let patience = Duration.seconds(300)
    /// How long a starting daemon may take to read two small files.
    private static let startPatience = Duration.seconds(10)
    private static let lookMicroseconds: UInt32 = 500_000

    private let client: DaemonClient
    private let console: Console

    package init(_ client: DaemonClient, _ console: Console) {
        self.client = client
        self.console = console
    }

    /// Uploads a bundle and shows progress until the outcome is known.
    package func install(_ bundle: [UInt8]) throws(CommandFailure) -> ExitCode {
        let (isAccepted, words) = try client.upload(bundle)
        guard isAccepted else { throw CommandFailure(.refused, "hearth: \(words)") }
        console.line(words)
        return try follow()
    }

    /// Asks the daemon to roll back.
    package func rollBack() throws(CommandFailure) -> ExitCode {
        try client.rollBack()
        console.line("The previous version starts in a moment.")
        return .done
    }

    /// Lists the installed versions.
    package func list(asJSON: Bool) throws(CommandFailure) -> ExitCode {
        let (state, update) = try stateOnceRead()
        guard !asJSON else {
            let bytes = JSONWriter.object { json in
                json.member("update", JSONValue.object(update))
            }
            console.line(String(decoding: bytes, as: UTF8.self))
            return .done
        }
        guard case .array(let slots)? = update["slots"], !slots.isEmpty else {
            console.line("version \(state["version"]?.string ?? "?"), which accepts no updates")
            return .done
        }
        for slot in slots.compactMap(\.object) {
            var words = [slot["name"]?.string ?? "?", slot["version"]?.string ?? "?"]
            if slot["running"]?.bool == true {
                words.append(update["trial"]?.bool == true ? "runs, on trial" : "runs")
            }
            if slot["previous"]?.bool == true { words.append("before") }
            console.line(words.joined(separator: "  "))
        }
        return .done
    }

    /// The daemon's state, once it has read its versions.
    private func stateOnceRead() throws(CommandFailure) -> (JSONObject, JSONObject) {
        let end = Instant.monotonic().advanced(by: Self.startPatience)
        while true {
            let state = try client.state()
            guard let update = state.device("update") else {
                throw CommandFailure(.failed, "hearth: the daemon does not report updates")
            }
            guard update["phase"]?.string == "starting" else { return (state, update) }
            guard Instant.monotonic() < end else {
                throw CommandFailure(
                    .failed,
                    "hearth: the daemon has not read its versions yet; see its log"
                )
            }
            usleep(Self.lookMicroseconds)
        }
    }

    /// Waits until the new version has proved itself or was rolled back.
    private func follow() throws(CommandFailure) -> ExitCode {
        let end = Instant.monotonic().advanced(by: Self.patience)
        var hasRestarted = false
        var isTold = false
        while Instant.monotonic() < end {
            usleep(Self.lookMicroseconds)
            guard let state = stateIfThere(), let update = state.device("update") else {
                hasRestarted = true
                continue
            }
            // The daemon names no slots before it has read them.
            guard update["phase"]?.string != "restarting",
                case .array(let slots)? = update["slots"], !slots.isEmpty
            else { continue }
            hasRestarted = true
            if update["trial"]?.bool == true {
                if !isTold {
                    console.line("Version \(state["version"]?.string ?? "?") is on trial.")
                }
                isTold = true
                continue
            }
            let words = update["outcome"]?.string ?? ""
            guard update["trouble"]?.bool != true else {
                throw CommandFailure(.failed, "hearth: \(words)")
            }
            console.line(words.isEmpty ? "Version \(state["version"]?.string ?? "?") runs." : words)
            return .done
        }
        throw CommandFailure(
            .failed,
            hasRestarted
                ? "hearth: the new version has not proved itself within 5 minutes; see hearth events"
                : "hearth: the service has not restarted; see its log"
        )
    }

    private func stateIfThere() -> JSONObject? {
        do throws(CommandFailure) {
            return try client.state()
        } catch {
            // It restarts.
            return nil
        }
    }
}
