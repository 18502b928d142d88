package import Cryptography
import Glibc

/// The public keys that this device trusts, as files that end with `.pub`.
package enum KeyRing {
    /// Where the package and the owner put them. Neither may be written by the service's user.
    package static let folders = ["/usr/share/hearth/keys", "/etc/hearth/keys"]
    /// More keys than this are nobody's.
    private static let most = 64
    private static let longest = 4096

    /// All keys of the folders, in the order of their names, and a line for each file that is none.
    package static func load(_ folders: [String]) -> (keys: [Ed25519PublicKey], notes: [String]) {
        var keys: [Ed25519PublicKey] = []
        var notes: [String] = []
        for folder in folders {
            for name in names(in: folder).prefix(most) {
                let path = folder + "/" + name
                if let key = read(path).flatMap(Ed25519PublicKey.init(pem:)) {
                    keys.append(key)
                } else {
                    notes.append("\(path) is no public Ed25519 key, and is passed over")
                }
            }
        }
        return (keys, notes)
    }

    private static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".pub"), !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    private static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: longest)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count > 0, count < longest else { return nil }
        return Array(bytes[..<count])
    }
}
