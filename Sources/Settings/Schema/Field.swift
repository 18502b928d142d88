/// One key of a section, whatever its type.
package protocol AnyField: Sendable {
    /// With its unit at the end: `power_w`.
    var key: String { get }
    /// What it is for, in a sentence.
    var meaning: String { get }
    /// What may be given, to follow "give": `watts between 10 and 3000`.
    var allowed: String { get }
    /// What holds where the key is not there, as it would be written; `nil` where there is no such
    /// thing.
    var standardText: String? { get }
    /// A section without it is a mistake.
    var isRequired: Bool { get }
}

/// One key of a section: its name, its range, its default, and how its value is read.
package struct Field<Value: Sendable>: AnyField {
    /// What a text turned out to be.
    package enum Finding {
        case value(Value)
        /// To follow the text in quotation marks: `is not a number`.
        case wrong(String)
    }

    package let key: String
    package let meaning: String
    package let allowed: String
    package let standardText: String?
    package private(set) var isRequired: Bool
    /// What holds where the key is not there.
    let standard: Value?
    /// The words that it takes, where it takes words: a mistyped one is answered with the nearest.
    let words: [String]
    let read: @Sendable (String) -> Finding

    /// A key that must be there, unless it has a `standard` value; `text` is how that value is written.
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

    /// The same key, where leaving it out means what no value does.
    package func optional() -> Field {
        var copy = self
        copy.isRequired = false
        return copy
    }

    /// The same key with its value made into something else; `nil` from `transform` is a mistake.
    func map<Other: Sendable>(
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
