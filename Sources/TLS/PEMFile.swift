import Glibc
import System

/// Says what is wrong with a file of certificates or keys before OpenSSL reads it: its words are about
/// its own parser.
package enum PEMFile {
    /// What a file must hold.
    package enum Content: String {
        /// Certificates, one or more.
        case certificate = "a certificate"
        /// A private key.
        case key = "a key"

        /// The end of the line that such a block begins with (RFC 7468, sections 5 and 10).
        fileprivate var mark: String {
            switch self {
            case .certificate: "CERTIFICATE-----"
            case .key: "PRIVATE KEY-----"
            }
        }
    }

    /// Every authority of a machine has 250 kB together.
    private static let mostBytes = 4 * 1024 * 1024

    /// Throws what is wrong with the file, and what to do.
    package static func check(_ path: String, holds content: Content) throws(TLSError) {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try File.beginning(of: path, mostBytes)
        } catch {
            throw TLSError(message: Self.words(error, path))
        }
        guard !bytes.isEmpty else { throw TLSError(message: "\(path) is empty") }
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard lines.contains(where: { $0.hasPrefix("-----BEGIN ") && $0.contains(content.mark) })
        else {
            throw TLSError(
                message: "\(path) holds no line \"-----BEGIN … \(content.mark)\", so it is no PEM "
                    + "file with \(content.rawValue)"
            )
        }
    }

    private static func words(_ error: SystemError, _ path: String) -> String {
        switch error.code {
        case ENOENT: "there is no file \(path): put it there, or correct the path"
        case EACCES:
            "\(path) may not be read: let the user that runs Hearth read it, and its folders"
        case EISDIR: "\(path) is a folder: name the file in it"
        default: "\(path) cannot be read: \(SystemError.words(for: error.code))"
        }
    }
}
