/// Takes the chunks of an answer's body apart (RFC 9112, section 7.1).
package struct ChunkedBody: Sendable {
    private enum Stage {
        /// The line with the next chunk's length; its digits so far, and whether they have ended.
        case length(Int, hasEnded: Bool, digits: Int)
        /// Bytes of the chunk that are to come.
        case data(Int)
        /// The line end after a chunk.
        case lineEnd
        /// The lines after the last chunk; bytes of the line so far.
        case trailer(Int)
        case over
        case broken
    }

    private var stage = Stage.length(0, hasEnded: false, digits: 0)

    /// The length of a chunk has this many digits at most: 256 MiB, far more than is ever taken.
    private static let mostDigits = 7

    package init() {}

    /// All of the body has come.
    package var isOver: Bool {
        if case .over = stage { true } else { false }
    }

    /// What came is no body in chunks.
    package var isBroken: Bool {
        if case .broken = stage { true } else { false }
    }

    /// The part of the body in the next bytes of the connection.
    package mutating func decode(_ bytes: [UInt8]) -> [UInt8] {
        var body: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.first {
            switch stage {
            case .data(let count):
                let part = rest.prefix(count)
                body += part
                rest = rest.dropFirst(part.count)
                stage = part.count == count ? .lineEnd : .data(count - part.count)
                continue
            case .length(let length, let hasEnded, let digits):
                stage = Self.next(byte, length, hasEnded, digits)
            case .lineEnd:
                stage =
                    switch byte {
                    case UInt8(ascii: "\r"): .lineEnd
                    case UInt8(ascii: "\n"): .length(0, hasEnded: false, digits: 0)
                    default: .broken
                    }
            case .trailer(let count):
                switch byte {
                case UInt8(ascii: "\r"): break
                case UInt8(ascii: "\n"): stage = count == 0 ? .over : .trailer(0)
                default: stage = .trailer(count + 1)
                }
            case .over, .broken:
                return body
            }
            rest = rest.dropFirst()
        }
        return body
    }

    /// What follows a byte of the line with a chunk's length.
    private static func next(
        _ byte: UInt8,
        _ length: Int,
        _ hasEnded: Bool,
        _ digits: Int
    ) -> Stage {
        switch byte {
        case UInt8(ascii: "\n"):
            guard digits > 0 else { return .broken }
            return length == 0 ? .trailer(0) : .data(length)
        case UInt8(ascii: "\r"), UInt8(ascii: ";"), UInt8(ascii: " "), UInt8(ascii: "\t"):
            return .length(length, hasEnded: true, digits: digits)
        default:
            // Extensions of a chunk are passed over.
            if hasEnded { return .length(length, hasEnded: true, digits: digits) }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digits < mostDigits
            else { return .broken }
            return .length(length * 16 + digit, hasEnded: false, digits: digits + 1)
        }
    }
}
