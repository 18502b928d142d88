import Glibc
import System

/// Where the daemon keeps its state when nobody says otherwise.
package enum StatePath {
    /// The directory by these variables: the service manager's first, then the system's for root,
    /// then the user's (XDG base directories: a relative path does not count).
    package static func standard(isRoot: Bool, variable: (String) -> String?) -> String {
        if let given = variable("STATE_DIRECTORY")?.split(separator: ":").first {
            return String(given)
        }
        if isRoot { return "/var/lib/hearth" }
        if let base = variable("XDG_STATE_HOME"), base.hasPrefix("/") { return base + "/hearth" }
        return (variable("HOME") ?? "") + "/.local/state/hearth"
    }

    /// The directory for this process.
    package static var standard: String {
        standard(isRoot: geteuid() == 0, variable: Environment.variable)
    }
}
