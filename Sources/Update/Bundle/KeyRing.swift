package import Cryptography
import System

/// The public keys that this device trusts, as files that end with `.pub`.
package enum KeyRing {
    /// Where the package and the owner put them. Neither may be written by the service's user.
    package static let folders = ["/usr/share/hearth/keys", "/etc/hearth/keys"]
    /// More keys than anyone has.
    private static let most = 64
    private static let longest = 4096

    /// All keys of the folders, in the order of their names, and a line for each file that holds no
    /// key.
    package static func load(_ folders: [String]) -> (keys: [Ed25519PublicKey], notes: [String]) {
        var keys: [Ed25519PublicKey] = []
        var notes: [String] = []
        for folder in folders {
            for name in names(in: folder).prefix(most) {
                let path = folder + "/" + name
                if let key = read(path).flatMap(Ed25519PublicKey.init(pem:)) {
                    keys.append(key)
                } else {
                    notes.append("\(path) is no public Ed25519 key and was skipped")
                }
            }
        }
        return (keys, notes)
    }

    private static func names(in folder: String) -> [String] {
        do throws(SystemError) {
            return try Directory.names(in: folder).filter {
                $0.hasSuffix(".pub") && !$0.hasPrefix(".")
            }
        } catch {
            return []
        }
    }

    private static func read(_ path: String) -> [UInt8]? {
        do throws(SystemError) {
            // A named pipe in the folder must not block the caller.
            return try File.read(path, most: longest, for: .readingWithoutWaiting)
        } catch {
            return nil
        }
    }
}
