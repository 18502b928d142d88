package import Links
package import Notify
import Schema
package import Settings
package import System
package import Update

extension ServiceFile {
    /// The service file at `path`; `nil`: the one at the standard path, if it exists. Mistakes end
    /// the command, all of them listed.
    package static func load(_ path: String?) throws(CommandFailure) -> ServiceFile {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try read(path) ?? []
        } catch {
            throw error.commandFailure
        }
        do throws(Mistakes) {
            return try ServiceFile(bytes, name: path ?? standardPath)
        } catch {
            throw error.commandFailure
        }
    }

    /// The update settings of the file at `path`, or of the standard one, whatever else is in it.
    package static func loadUpdates(_ path: String?) -> UpdateSettings {
        do throws(SystemError) {
            return updates(in: try read(path) ?? [], name: path ?? standardPath)
        } catch {
            // The version that starts next reports what is wrong with the file.
            return UpdateSettings()
        }
    }

    /// The file's bytes; `nil` where none was named and the standard one does not exist.
    package static func read(_ path: String?) throws(SystemError) -> [UInt8]? {
        do throws(SystemError) {
            return try File.beginning(of: path ?? standardPath, ConfigurationFile.largestSize + 1)
        } catch {
            guard path == nil, error.isMissing else { throw error }
            return nil
        }
    }

    /// The broker with the password from its file.
    package func brokerWithPassword() throws(CommandFailure) -> BrokerSettings? {
        guard var broker, let path = broker.passwordFile else { return broker }
        broker.password = try Self.secret(in: path, "password; write the broker's there")
        return broker
    }

    /// The ways of messages with the secrets from their files.
    package func notifyWithSecrets() throws(CommandFailure) -> NotifySettings {
        var notify = notify
        if let path = notify.ntfyTokenFile {
            notify.ntfyToken = try Self.secret(in: path, "token; write ntfy's there")
        }
        if let path = notify.webhookSecretFile {
            notify.webhookSecret = try Self.secret(in: path, "secret; write the webhook's there")
        }
        return notify
    }

    /// The first line of a file.
    ///
    /// - Parameter what: what is missing where it is empty, and what to do.
    private static func secret(in path: String, _ what: String) throws(CommandFailure) -> String {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File.beginning(of: path, 4096 + 1)
        } catch {
            throw error.commandFailure
        }
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        guard let secret = String(validating: line, as: UTF8.self), !secret.isEmpty else {
            throw CommandFailure(.misconfigured, "\(path): the first line holds no \(what)")
        }
        return secret
    }
}
