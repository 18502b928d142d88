/// One key of a section, whatever its type.
package protocol AnyField: Sendable {
    /// The key's name, with its unit at the end: `power_w`.
    var key: String { get }
    /// What the key is for, in a sentence.
    var meaning: String { get }
    /// The allowed values, as words after "give": `watts between 10 and 3000`.
    var allowed: String { get }
    /// The default as it would be written in a file; `nil`: there is no default.
    var standardText: String? { get }
    /// A section without this key is a mistake.
    var isRequired: Bool { get }
}

/// One key of a section: its name, its range, its default, and how its value is read.
package struct Field<Value: Sendable>: AnyField {
    /// The result of reading a text.
    package enum Finding {
        case value(Value)
        /// What is wrong, as words after the quoted text: `is not a number`.
        case wrong(String)
    }

    package let key: String
    package let meaning: String
    package let allowed: String
    package let standardText: String?
    package private(set) var isRequired: Bool
    /// The default; `nil`: there is none.
    let standard: Value?
    /// The allowed words, for a key that takes words: the message about a mistyped word suggests the
    /// nearest one.
    let words: [String]
    let read: @Sendable (String) -> Finding

    /// A required key, or one with a default (`standard`), whose `text` is how it is written in a file.
    package init(
        key: String,
        meaning: String,
        allowed: String,
        standard: (value: Value, text: String)? = nil,
        words: [String] = [],
        read: @escaping @Sendable (String) -> Finding
    ) {
        self.key = key
        self.meaning = meaning
        self.allowed = allowed
        self.standard = standard?.value
        standardText = standard?.text
        isRequired = standard == nil
        self.words = words
        self.read = read
    }

    /// The same key, but not required and without a value if it is left out.
    package func optional() -> Field {
        var copy = self
        copy.isRequired = false
        return copy
    }

    /// The same key with a transformed value; `nil` from `transform` is a mistake.
    package func map<Other: Sendable>(
        _ transform: @escaping @Sendable (Value) -> Other?
    ) -> Field<Other> {
        let standard = standard.flatMap(transform).flatMap { value in
            standardText.map { (value: value, text: $0) }
        }
        return Field<Other>(
            key: key,
            meaning: meaning,
            allowed: allowed,
            standard: standard,
            words: words
        ) { [read] text in
            switch read(text) {
            case .wrong(let complaint): .wrong(complaint)
            case .value(let value): transform(value).map { .value($0) } ?? .wrong("is not possible")
            }
        }
    }
}
