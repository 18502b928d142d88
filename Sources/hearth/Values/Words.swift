import Chamber
import Settings
import SwitchCore

/// How values are written on the command line.
enum Words {
    /// A temperature in °C: `55`, `55.5`, `55C`, `55°C`.
    static func celsius(_ text: String) -> Celsius? {
        var digits = text[...]
        if digits.last == "C" { digits = digits.dropLast() }
        if digits.last == "°" { digits = digits.dropLast() }
        guard let number = decimal(digits), (0...150).contains(number) else { return nil }
        return Celsius(untrusted: number)
    }

    /// Whole hours: `6h`.
    static func hours(_ text: String) -> Int? {
        guard text.last == "h", let hours = UInt16(decimal: text.dropLast()), hours > 0 else {
            return nil
        }
        return Int(hours)
    }

    /// A number of digits with at most one point.
    static func decimal(_ text: Substring) -> Double? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let areDigits = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        guard text.utf8.count <= 12, parts.count <= 2, areDigits else { return nil }
        return Double(text)
    }

    /// A time for people, to the second below a day: `7 min 51 s`, `1 h 0 min 5 s`.
    static func exactDuration(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 86_400 else {
            return duration(seconds: seconds)
        }
        let whole = Int(seconds.rounded())
        let parts = [(whole / 3600, "h"), (whole / 60 % 60, "min"), (whole % 60, "s")]
        let shown = parts.drop { $0.0 == 0 }
        return shown.isEmpty ? "0 s" : shown.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }

    /// A time for people: `5 h 12 min`, `3 min`, `12 s`.
    static func duration(seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e9 else { return "unknown" }
        let whole = Int(seconds)
        if whole < 60 { return "\(whole) s" }
        let minutes = whole / 60
        if minutes < 60 { return "\(minutes) min" }
        if minutes < 48 * 60 { return "\(minutes / 60) h \(minutes % 60) min" }
        return "\(minutes / 1440) d \(minutes / 60 % 24) h"
    }
}
