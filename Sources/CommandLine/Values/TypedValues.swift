import Chamber
package import SwitchCore

extension Celsius {
    /// A temperature as it is typed, in °C: `55`, `55.5`, `55C`, `55°C`.
    package init?(typed text: String) {
        var digits = text[...]
        if digits.last == "C" { digits = digits.dropLast() }
        if digits.last == "°" { digits = digits.dropLast() }
        guard let number = Double(decimal: digits), (0...150).contains(number) else { return nil }
        self.init(untrusted: number)
    }
}

extension Int {
    /// Whole hours as they are typed: `6h`.
    package init?(typedHours text: String) {
        guard text.last == "h", let hours = UInt16(decimal: text.dropLast()), hours > 0 else {
            return nil
        }
        self = Int(hours)
    }
}

extension Double {
    /// A number of digits with at most one point.
    fileprivate init?(decimal text: Substring) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let areDigits = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        guard text.utf8.count <= 12, parts.count <= 2, areDigits else { return nil }
        self.init(text)
    }
}
