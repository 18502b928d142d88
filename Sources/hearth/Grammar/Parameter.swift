/// An option's or argument's part of the help, and how to tell a value that it cannot take.
package protocol AnyParameter: Sendable {
    /// `--listen` for an option, `TEMPERATURE` for an argument.
    var name: String { get }
    /// What stands for an option's value in the help; `nil` for a flag, and for an argument.
    var placeholder: String? { get }
    /// What it is for, in sentences.
    var summary: String { get }
    /// Without it the command makes no sense.
    var isRequired: Bool { get }
    /// Why `text` cannot be its value; `nil` where it can.
    func complaint(about text: String) -> String?
}

/// An option (`--speed N`) or an argument (`TEMPERATURE`), and how its value is read.
package struct Parameter<Value: Sendable>: AnyParameter {
    package let name: String
    package let placeholder: String?
    package let summary: String
    package let isRequired: Bool
    /// What may be given, to follow "give": `°C, as in 55`.
    package let allowed: String
    /// The words that it takes, where it takes words: a mistyped one is answered with the nearest.
    package let words: [String]
    /// The value in a text, or `nil`.
    package let read: @Sendable (String) -> Value?

    /// An option that takes a value.
    package static func option(
        _ name: String,
        _ placeholder: String,
        isRequired: Bool = false,
        allowed: String,
        words: [String] = [],
        summary: String,
        read: @escaping @Sendable (String) -> Value?
    ) -> Parameter {
        Parameter(
            name: name,
            placeholder: placeholder,
            summary: summary,
            isRequired: isRequired,
            allowed: allowed,
            words: words,
            read: read
        )
    }

    /// An argument, told by its place.
    package static func argument(
        _ name: String,
        isRequired: Bool = true,
        allowed: String,
        words: [String] = [],
        summary: String,
        read: @escaping @Sendable (String) -> Value?
    ) -> Parameter {
        Parameter(
            name: name,
            placeholder: nil,
            summary: summary,
            isRequired: isRequired,
            allowed: allowed,
            words: words,
            read: read
        )
    }

    package func complaint(about text: String) -> String? {
        guard read(text) == nil else { return nil }
        return "\(name): \"\(text)\" is not possible; give \(allowed)"
            + text.suggestion(among: words)
    }
}

/// An option that is there or not.
package struct Flag: AnyParameter {
    package let name: String
    package let summary: String
    package var placeholder: String? { nil }
    package var isRequired: Bool { false }

    package init(name: String, summary: String) {
        self.name = name
        self.summary = summary
    }

    package func complaint(about text: String) -> String? {
        "\(name) takes no value, but was given \"\(text)\""
    }
}
