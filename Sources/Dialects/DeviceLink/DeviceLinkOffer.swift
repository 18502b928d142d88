package import Cryptography
import JSON

/// An update as a server announces it. Its members reveal the generation of the protocol.
package struct DeviceLinkOffer: Equatable, Sendable {
    /// Why an offer is not valid, for people.
    struct Problem: Error {
        let words: String
    }

    /// How its bytes come.
    package enum Form: Equatable, Sendable {
        /// One after the other, in frames of any length.
        case raw
        /// In numbered chunks with a checksum, each of which is acknowledged.
        case chunks(bytes: Int, count: Int)
    }

    /// The announced version; `nil`: any.
    package var version: String?
    /// The number of its bytes; `nil`: unknown.
    package var byteCount: Int?
    /// SHA-256 of them; `nil`: unknown.
    package var hash: Digest?
    /// How the chunks carry their bytes.
    package var form = Form.raw

    /// No update is larger (the page of a Panda Breath refuses more itself).
    package static let longest = 0x480000
    /// The largest chunk that fits a frame of the link.
    private static let largestChunk = 64 * 1024
    private static let longestVersion = 32

    /// Whatever comes, in frames of any length.
    package init() {}

    init(_ object: JSONObject) throws(Problem) {
        if let given = object["version"] {
            guard let text = given.string, text.utf8.count <= Self.longestVersion else {
                throw Problem(words: "version is a text of at most \(Self.longestVersion) bytes")
            }
            version = text
        }
        if let given = object["size"] {
            guard let size = given.wholeNumber, (1...Self.longest).contains(size) else {
                throw Problem(words: "size is a whole number from 1 to \(Self.longest)")
            }
            byteCount = size
        }
        if let given = object["sha256"] {
            guard let digest = given.string.flatMap({ Digest(hexadecimal: $0) }) else {
                throw Problem(words: "sha256 is a text of 64 hexadecimal digits")
            }
            hash = digest
        }
        guard object["chunk_size"] != nil || object["total_chunks"] != nil else { return }
        guard let size = byteCount, let chunk = object["chunk_size"]?.wholeNumber,
            (1...Self.largestChunk).contains(chunk),
            object["total_chunks"]?.wholeNumber == (size + chunk - 1) / chunk
        else {
            throw Problem(
                words:
                    "size, chunk_size (1 to \(Self.largestChunk)) and total_chunks belong together"
            )
        }
        form = .chunks(bytes: chunk, count: (size + chunk - 1) / chunk)
    }
}
