import Cryptography
import Server
import Synchronization
import WebSocket

/// What the access thread has read from the files; shared with the server.
final class AccessFindings: Sendable {
    private struct State {
        var rules = AccessRules()
        var stockPage: OutgoingBytes?
        var certificateVersion: UInt64 = 0
    }

    private let state = Mutex(State())

    var rules: AccessRules { state.withLock { $0.rules } }

    var stockPage: OutgoingBytes? { state.withLock { $0.stockPage } }

    var certificateVersion: UInt64 { state.withLock { $0.certificateVersion } }

    /// Accepts the token with this digest from commands on this machine.
    func admit(commandLine digest: Digest) {
        state.withLock { state in
            state.rules.commandLine = digest
            state.rules.number += 1
        }
    }

    /// Replaces the rules and returns the old ones.
    func replace(by new: AccessRules.State) -> AccessRules.State {
        state.withLock { state in
            let old = state.rules.state
            guard old != new else { return old }
            state.rules.state = new
            state.rules.number += 1
            return old
        }
    }

    func show(_ page: OutgoingBytes?) {
        state.withLock { $0.stockPage = page }
    }

    /// Certificate and key have changed.
    func renewCertificate() {
        state.withLock { $0.certificateVersion += 1 }
    }
}
