import Chamber
package import SwitchCore

extension Celsius {
    /// A temperature as it is typed, in °C: `55`, `55.5`, `55C`, `55°C`.
    package init?(typed text: String) {
        var digits = text[...]
        if digits.last == "C" { digits = digits.dropLast() }
        if digits.last == "°" { digits = digits.dropLast() }
        guard let number = Double(plain: String(digits)), (0...150).contains(number) else {
            return nil
        }
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
