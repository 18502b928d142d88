/// How deep objects and lists stand within each other, told without recursion.
enum JSONDepth {
    /// Whether no more than `limit` brackets are open at once; text is stepped over.
    ///
    /// What is no JSON may pass here: the parser rejects it without going any deeper.
    static func isWithin(_ limit: Int, _ bytes: UnsafeRawBufferPointer) -> Bool {
        var depth = 0
        var isInText = false
        var isEscaped = false
        for byte in bytes {
            if isInText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""):
                isInText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                if depth > limit { return false }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
            default:
                break
            }
        }
        return true
    }
}
