/// Why bytes were refused as JSON.
package enum JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    /// More bytes than are allowed.
    case tooLong(bytes: Int, allowed: Int)
    /// Objects and lists within each other beyond ``JSONLimits/depth``.
    case tooDeep
    /// Not JSON, not UTF-8, a key twice, or a number out of range; the text is the parser's.
    case malformed(String)

    package var description: String {
        switch self {
        case .tooLong(let bytes, let allowed): "\(bytes) bytes are more than the \(allowed) allowed"
        case .tooDeep: "objects and lists are nested more than \(JSONLimits.depth) deep"
        case .malformed(let reason): reason
        }
    }
}

/// What a client may send at most.
enum JSONLimits {
    /// Bytes of one text: real clients send under 1 KiB.
    static let bytes = 64 * 1024
    /// Objects and lists within each other: the Panda Breath wire needs 4.
    static let depth = 16
}
