import Glibc
import System

/// Why a ``WebSocketClient`` could not begin or go on: the machine has no room for it.
package struct WebSocketClientError: Error, Equatable, CustomStringConvertible {
    /// What happened.
    package let description: String

    init(doing what: String, errno number: Int32 = 0) {
        let reason = number == 0 ? "" : ": \(SystemError.words(for: number))"
        description = "connections to other devices failed: could not \(what)\(reason)"
    }
}
