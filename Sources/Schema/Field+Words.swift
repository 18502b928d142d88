extension Field {
    /// One of a few words.
    package static func word(
        _ key: String,
        _ choices: [(word: String, value: Value)],
        standard: String? = nil,
        meaning: String
    ) -> Field {
        let words = choices.map(\.word)
        let value = { @Sendable (text: String) in choices.first { $0.word == text }?.value }
        return Field(
            key: key,
            meaning: meaning,
            allowed: words.joinedWithOr,
            standard: standard.flatMap { word in value(word).map { ($0, word) } },
            words: words
        ) { text in
            value(text).map { .value($0) } ?? .wrong("is unknown")
        }
    }
}

extension Field<Bool> {
    /// `yes` or `no`.
    package static func flag(_ key: String, standard: Bool, meaning: String) -> Field {
        .word(
            key,
            [("yes", true), ("no", false)],
            standard: standard ? "yes" : "no",
            meaning: meaning
        )
    }
}

extension Field<String> {
    /// A short text for people.
    package static func text(_ key: String, longest: Int, meaning: String) -> Field {
        Field(key: key, meaning: meaning, allowed: "a text of at most \(longest) characters") {
            text in
            text.count <= longest ? .value(text) : .wrong("has \(text.count) characters")
        }
    }
}

extension [String] {
    /// The elements as `a, b or c`.
    package var joinedWithOr: String {
        guard count > 1, let last else { return joined() }
        return dropLast().joined(separator: ", ") + " or " + last
    }
}
