import CommandLine
import Daemon
import System
package import WebSocket

/// The word that lets a command in where a password is needed.
package enum ClientToken {
    /// The header for a daemon: what `$HEARTH_TOKEN` says, else, on this machine, what the daemon left
    /// in its state directory for root and its own user; none where neither is there.
    ///
    /// The daemon's word goes to its own port alone: another program that listens on this machine must not get it.
    package static func headers(for host: String, _ port: UInt16) -> [Response.Header] {
        if let token = Environment.variable("HEARTH_TOKEN") { return [header(token)] }
        guard ["127.0.0.1", "::1", "localhost"].contains(host) else { return [] }
        for directory in [StatePath.standard, "/var/lib/hearth"] + Instance.statePaths {
            let path = AccessFiles(in: directory).commandLine
            if let word = word(at: path), word.port == port { return [header(word.token)] }
        }
        return []
    }

    /// `nil` where there is none, or it is none of this user's business.
    private static func word(at path: String) -> CommandLineWord? {
        do throws(SystemError) {
            return try File.readIfPresent(
                path,
                most: CommandLineWord.largestFile,
                for: .readingNoLink
            ).flatMap { CommandLineWord($0) }
        } catch {
            return nil
        }
    }

    private static func header(_ token: String) -> Response.Header {
        Response.Header("Authorization", "Bearer \(token)")
    }
}
