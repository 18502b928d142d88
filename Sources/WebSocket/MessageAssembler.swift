/// Puts the pieces of one WebSocket message together, within a limit.
///
/// libwebsockets hands over a message in pieces as they arrive; most messages arrive in one, which
/// is passed on without a copy.
struct MessageAssembler {
    /// What a piece brought about.
    enum Outcome: Equatable {
        /// More is to come.
        case incomplete
        /// The piece itself is the whole message.
        case wholeInPiece
        /// The message is in `assembled`; call `reset()` when done with it.
        case wholeInAssembled
        /// The message has ended and was too long; nothing of it is kept.
        case tooLong
    }

    private(set) var assembled: [UInt8] = []
    private var isSkipping = false

    /// Adds the next piece; `limit` is in bytes.
    mutating func add(
        _ piece: UnsafeRawBufferPointer,
        isLast: Bool,
        limit: Int
    ) -> Outcome {
        if isSkipping || piece.count > limit - assembled.count {
            isSkipping = !isLast
            assembled = []
            return isLast ? .tooLong : .incomplete
        }
        if isLast && assembled.isEmpty {
            return .wholeInPiece
        }
        assembled.append(contentsOf: piece)
        return isLast ? .wholeInAssembled : .incomplete
    }

    /// Forgets the message, and its memory: most peers never send a second long one.
    mutating func reset() {
        assembled = []
        isSkipping = false
    }
}
