import Boards

/// Kinds of keys that several sections of the service file have. Each may be left out.
extension Field<Bool> {
    /// `yes` or `no`.
    static func yesOrNo(_ key: String, meaning: String) -> Field {
        either(key, no: "no", yes: "yes", allowed: "yes or no", meaning: meaning)
    }

    /// One of two words.
    static func either(_ key: String, no: String, yes: String, meaning: String) -> Field {
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
        }.optional()
    }
}

extension Field<Duration> {
    /// `lease_s`: how long heat that somebody asked for from afar lasts without a renewal.
    static func lease(meaning: String) -> Field {
        Field(
            key: "lease_s",
            meaning: meaning,
            allowed: "a whole number of seconds from 10 to 300"
        ) { text in
            guard let seconds = UInt16(decimal: text), (10...300).contains(seconds) else {
                return .wrong("is not possible")
            }
            return .value(.seconds(Int(seconds)))
        }.optional()
    }
}
