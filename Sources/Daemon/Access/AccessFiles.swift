package import Access
package import System

/// Paths of the access files in the state directory.
package struct AccessFiles: Sendable {
    /// The file of password and tokens, as hashes.
    package let record: String
    /// The file of the token for the command line on this machine; each start makes a new token.
    package let commandLine: String
    /// The stock page, which the user imported from a firmware image.
    package let stockPage: String

    /// - Parameter directory: the state directory.
    package init(in directory: String) {
        record = "\(directory)/\(AccessRecord.fileName)"
        commandLine = "\(directory)/command-line"
        stockPage = "\(directory)/stock-page.html"
    }

    /// The record; without a file an empty one, which asks for no password. Throws where the file cannot
    /// be read; returns a failure where it is damaged.
    package func readRecord() throws(SystemError) -> Result<AccessRecord, AccessMistake> {
        let bytes = try File.readIfPresent(
            record,
            most: AccessRecord.largestFile,
            for: .readingNoLink
        )
        guard let bytes else {
            return .success(AccessRecord())
        }
        do throws(AccessMistake) {
            return .success(try AccessRecord(parsing: bytes))
        } catch {
            return .failure(error)
        }
    }
}

/// The contents of the command line's file: the token, and the daemon's port. The port keeps the token
/// from another program that listens on this machine.
package struct CommandLineWord: Equatable, Sendable {
    /// The TCP port that this daemon listens on.
    package let port: UInt16
    /// The token as text, which a command sends as its password.
    package let token: String

    package init(port: UInt16, token: String) {
        self.port = port
        self.token = token
    }

    /// Reads what ``bytes`` wrote; `nil` for anything else.
    package init?(_ bytes: [UInt8]) {
        let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
        guard words.count == 2, let port = UInt16(words[0]) else { return nil }
        self.init(port: port, token: String(words[1]))
    }

    /// The limit on the file's size, in bytes.
    package static let largestFile = 256

    /// The file's contents.
    package var bytes: [UInt8] { Array("\(port) \(token)\n".utf8) }
}
