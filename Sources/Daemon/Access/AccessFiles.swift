package import Access
package import System

/// Where the state directory keeps who is let in.
package struct AccessFiles: Sendable {
    /// Password and tokens, as hashes.
    package let record: String
    /// The token by which the command line on this machine is let in: another one at each start.
    package let commandLine: String
    /// The stock page, imported from the user's own image.
    package let stockPage: String

    /// - Parameter directory: the state directory.
    package init(in directory: String) {
        record = "\(directory)/\(AccessRecord.fileName)"
        commandLine = "\(directory)/command-line"
        stockPage = "\(directory)/stock-page.html"
    }

    /// The record; without a file nothing is asked of anyone.
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

/// What the file for the command line holds: the token, and the port, so that the token goes to this
/// daemon and not to another program that listens on this machine.
package struct CommandLineWord: Equatable, Sendable {
    /// Where this daemon listens.
    package let port: UInt16
    /// What a command shows as its password, as text.
    package let token: String

    package init(port: UInt16, token: String) {
        self.port = port
        self.token = token
    }

    /// Reads ``bytes``; `nil` for anything else.
    package init?(_ bytes: [UInt8]) {
        let words = String(decoding: bytes, as: UTF8.self).split { $0 == " " || $0 == "\n" }
        guard words.count == 2, let port = UInt16(words[0]) else { return nil }
        self.init(port: port, token: String(words[1]))
    }

    /// More than its file ever has.
    package static let largestFile = 256

    /// The file.
    package var bytes: [UInt8] { Array("\(port) \(token)\n".utf8) }
}
