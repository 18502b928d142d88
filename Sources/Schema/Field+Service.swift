import Chamber
import SwitchCore

/// Kinds of keys that several sections of the service file have.
extension Field<Bool> {
    /// `yes` or `no`.
    package static func yesOrNo(_ key: String, meaning: String) -> Field {
        either(key, no: "no", yes: "yes", allowed: "yes or no", meaning: meaning)
    }

    /// One of two words.
    package static func either(_ key: String, no: String, yes: String, meaning: String) -> Field {
        either(key, no: no, yes: yes, allowed: "\(no) or \(yes)", meaning: meaning)
    }

    private static func either(
        _ key: String,
        no: String,
        yes: String,
        allowed: String,
        meaning: String
    ) -> Field {
        Field(key: key, meaning: meaning, allowed: allowed, words: [yes, no]) { text in
            switch text {
            case no: .value(false)
            case yes: .value(true)
            default: .wrong("is neither")
            }
        }
    }
}

extension Field<Duration> {
    /// Whole seconds in `range`.
    package static func wholeSeconds(
        _ key: String,
        _ range: ClosedRange<Int>,
        allowed: String,
        meaning: String
    ) -> Field {
        Field(key: key, meaning: meaning, allowed: allowed) { text in
            guard let seconds = UInt16(decimal: text), range.contains(Int(seconds)) else {
                return .wrong("is not possible")
            }
            return .value(.seconds(Int(seconds)))
        }
    }

    /// A time with its unit, `45min` or `2h`, of a minute to `hours`.
    package static func time(_ key: String, upToHours hours: Int, meaning: String) -> Field {
        let range = Duration.minutes(1)...Duration.hours(hours)
        let allowed = "a time from 1min to \(hours)h, as in 45min or 2h"
        return Field(key: key, meaning: meaning, allowed: allowed) { text in
            let digits = text.prefix(while: \.isNumber)
            guard let number = UInt16(decimal: String(digits)) else { return .wrong("is no time") }
            let time: Duration
            switch text.dropFirst(digits.count).drop(while: { $0 == " " }) {
            case "min": time = .minutes(Int(number))
            case "h": time = .hours(Int(number))
            case "": return .wrong("has no unit")
            default: return .wrong("is no time")
            }
            return range.contains(time) ? .value(time) : .wrong("is not possible")
        }
    }

    /// `lease_s`: how long heat that was asked for over a link lasts without a renewal.
    package static func lease(meaning: String) -> Field {
        wholeSeconds(
            "lease_s",
            10...300,
            allowed: "a whole number of seconds from 10 to 300",
            meaning: meaning
        )
    }
}

extension Field<Int> {
    /// A TCP port.
    package static func port(meaning: String) -> Field {
        Field(key: "port", meaning: meaning, allowed: "a number from 1 to 65535") { text in
            UInt16(decimal: text).flatMap { $0 > 0 ? .value(Int($0)) : nil } ?? .wrong("is no port")
        }
    }
}

extension Field<String> {
    /// A path from the root.
    package static func path(_ key: String, allowed: String, meaning: String) -> Field {
        Field(key: key, meaning: meaning, allowed: allowed) { text in
            text.hasPrefix("/") ? .value(text) : .wrong("does not begin with /")
        }
    }

    /// The name or address of a machine. Only its characters are checked.
    package static func machine(_ key: String, meaning: String) -> Field {
        Field(key: key, meaning: meaning, allowed: "a name or address, without a port") { text in
            text.isWord(longest: 253, also: ".:-_") ? .value(text) : .wrong("is no name or address")
        }
    }
}

extension String {
    /// The text has 1 to `longest` bytes, and only ASCII letters, digits and `marks`.
    package func isWord(longest: Int, also marks: String) -> Bool {
        (1...longest).contains(utf8.count)
            && unicodeScalars.allSatisfy { scalar in
                scalar.isASCII
                    && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                        || marks.unicodeScalars.contains(scalar))
            }
    }
}
