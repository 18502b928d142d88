extension Double {
    /// The number in a text of a sign, digits, digits after a point, and a power of ten, as in
    /// `1.07e4`, with blanks and line ends around it; `nil` for any other text, such as `nan`, `0x` or
    /// a bare point.
    ///
    /// The only reader of numbers in text, so that a number means the same wherever it comes from.
    package init?(plain text: String) {
        let text = text.trimmed
        let powers = text.unsigned.split(omittingEmptySubsequences: false) { "eE".contains($0) }
        let parts = powers[0].split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 24, (1...2).contains(powers.count), (1...2).contains(parts.count),
            parts.allSatisfy(\.isDigits), powers.count == 1 || powers[1].unsigned.isDigits,
            let number = Double(text), number.isFinite
        else { return nil }
        self = number
    }

    /// The number as a person would write it: without a fraction where it is whole.
    package var plain: String {
        guard let whole = Int(exactly: self) else { return description }
        return String(whole)
    }
}

extension String {
    /// The text without the blanks and line ends around it.
    package var trimmed: String {
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
        guard let first = utf8.firstIndex(where: { !blanks.contains($0) }),
            let last = utf8.lastIndex(where: { !blanks.contains($0) })
        else { return "" }
        return String(self[first...last])
    }
}

extension StringProtocol {
    /// The text without its sign, where it has one.
    fileprivate var unsigned: SubSequence {
        hasPrefix("-") || hasPrefix("+") ? dropFirst() : self[...]
    }

    /// Whether the text is one or more digits and nothing else.
    fileprivate var isDigits: Bool {
        !isEmpty && utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension UInt16 {
    /// The number in a text of one to five digits; `nil` for any other text or above 65,535.
    package init?(decimal text: some StringProtocol) {
        let isDecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isDecimal, (1...5).contains(text.utf8.count), let number = UInt16(text) else {
            return nil
        }
        self = number
    }
}
