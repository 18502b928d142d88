extension Double {
    /// The number in a text of a sign, digits, and digits behind a point; nothing else is one here:
    /// no exponent, no `nan`, no `0x`.
    package init?(plain text: String) {
        let unsigned = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
        let parts = unsigned.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 24, (1...2).contains(parts.count),
            parts.allSatisfy({ part in
                !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
            }),
            let number = Double(text)
        else { return nil }
        self = number
    }

    /// The number as a person would write it: without a fraction where it is whole.
    package var plain: String {
        guard let whole = Int(exactly: self) else { return description }
        return String(whole)
    }
}

extension UInt16 {
    /// A number of digits alone, at most five.
    package init?(decimal text: some StringProtocol) {
        let isDecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isDecimal, (1...5).contains(text.utf8.count), let number = UInt16(text) else {
            return nil
        }
        self = number
    }
}
