import Chamber
package import SwitchCore

extension Celsius {
    /// A temperature as it is typed, in °C: `55`, `55.5`, `55,5`, `55C`, `55 °C`.
    package init?(typed text: String) {
        var digits = text[...]
        if digits.last == "C" || digits.last == "c" { digits = digits.dropLast() }
        if digits.last == "°" { digits = digits.dropLast() }
        if digits.last == " " || digits.last == "\u{A0}" { digits = digits.dropLast() }
        // Whole numbers have no groups of thousands here: a comma can only be a decimal one.
        let plain = digits.split(separator: ",", omittingEmptySubsequences: false)
        guard plain.count < 3, let number = Double(plain: plain.joined(separator: ".")),
            (0...150).contains(number)
        else { return nil }
        self.init(untrusted: number)
    }
}

extension Int {
    /// Whole hours as they are typed: `6h`, `6 h`.
    package init?(typedHours text: String) {
        let text = text.filter { $0 != " " }
        guard text.last == "h", let hours = UInt16(decimal: text.dropLast()), hours > 0 else {
            return nil
        }
        self = Int(hours)
    }
}

extension Duration {
    /// A length of time as it is typed, up to 30 days: `90s`, `30min`, `6h`, `6h30m`, `2d`.
    package init?(typed text: String) {
        var rest = text.filter { $0 != " " }[...]
        var seconds = 0
        // From the longest unit to the shortest, each once.
        for (unit, length) in [("d", 86_400), ("h", 3_600), ("min", 60), ("m", 60), ("s", 1)] {
            let digits = rest.prefix { ("0"..."9").contains($0) }
            let behind = rest[digits.endIndex...]
            guard behind.prefix(while: { $0.isLetter }) == unit,
                let number = UInt16(decimal: digits)
            else { continue }
            seconds += Int(number) * length
            rest = behind.dropFirst(unit.count)
        }
        guard rest.isEmpty, (1...30 * 86_400).contains(seconds) else { return nil }
        self = .seconds(seconds)
    }
}
