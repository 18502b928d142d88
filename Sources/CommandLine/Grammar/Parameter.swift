import Chamber

/// An option or argument: its help, and its check of a value.
package protocol AnyParameter: Sendable {
    /// `--listen` for an option, `TEMPERATURE` for an argument.
    var name: String { get }
    /// Stands for an option's value in the help; `nil` for a flag, and for an argument.
    var placeholder: String? { get }
    /// What it is for, in sentences.
    var summary: String { get }
    /// The command needs it.
    var isRequired: Bool { get }
    /// The words that it takes, where it takes few.
    var words: [String] { get }
    /// An argument that may be given several times, as the last ones of the command line.
    var isRepeated: Bool { get }
    /// Why `text` cannot be its value; `nil` where it can.
    func complaint(about text: String) -> String?
}

extension AnyParameter {
    /// Most are given once.
    package var isRepeated: Bool { false }
}

/// An option (`--speed N`) or an argument (`TEMPERATURE`), and how its value is read.
package struct Parameter<Value: Sendable>: AnyParameter {
    /// `--listen` for an option, `TEMPERATURE` for an argument.
    package let name: String
    /// Stands for an option's value in the help; `nil` for an argument.
    package let placeholder: String?
    /// What it is for, in sentences.
    package let summary: String
    /// The command needs it.
    package let isRequired: Bool
    /// What may be given, to follow "give": `°C, as in 55`.
    package let allowed: String
    /// The words that it takes, if any: a mistyped one is answered with the nearest.
    package let words: [String]
    /// The value in a text, or `nil`.
    package let read: @Sendable (String) -> Value?
    /// An argument that may be given several times, as the last ones of the command line.
    package private(set) var isRepeated = false

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

    /// An argument, identified by its position.
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

    /// Why `text` cannot be its value, and what can; `nil` where it can.
    package func complaint(about text: String) -> String? {
        guard read(text) == nil else { return nil }
        return "\(name): \"\(text)\" is not possible; give \(allowed)"
            + text.suggestion(among: words)
    }
}

extension Parameter<Int> {
    /// An option that takes a whole number of a range.
    package static func number(
        _ name: String,
        _ range: ClosedRange<Int>,
        isRequired: Bool = false,
        summary: String
    ) -> Parameter {
        .option(
            name,
            "N",
            isRequired: isRequired,
            allowed: "a whole number between \(range.lowerBound) and \(range.upperBound)",
            summary: summary
        ) { text in
            UInt16(decimal: text).flatMap { range.contains(Int($0)) ? Int($0) : nil }
        }
    }
}

extension Parameter<String> {
    /// An option that takes any text but an empty one.
    package static func text(
        _ name: String,
        _ placeholder: String,
        isRequired: Bool = false,
        allowed: String,
        summary: String
    ) -> Parameter {
        .option(name, placeholder, isRequired: isRequired, allowed: allowed, summary: summary) {
            $0.isEmpty ? nil : $0
        }
    }

    /// An option that takes a file's path.
    package static func path(
        _ name: String,
        isRequired: Bool = false,
        allowed: String = "a file's path",
        summary: String
    ) -> Parameter {
        text(name, "FILE", isRequired: isRequired, allowed: allowed, summary: summary)
    }

    /// Arguments to the end of the command line, at least one, of any text but an empty one.
    package static func textArguments(
        _ name: String,
        allowed: String = "a file's path",
        summary: String
    ) -> Parameter {
        var parameter = textArgument(name, allowed: allowed, summary: summary)
        parameter.isRepeated = true
        return parameter
    }

    /// An argument that takes any text but an empty one.
    package static func textArgument(
        _ name: String,
        allowed: String = "a file's path",
        summary: String
    ) -> Parameter {
        .argument(name, allowed: allowed, summary: summary) { $0.isEmpty ? nil : $0 }
    }
}

extension Parameter<Bool> {
    /// An argument that takes `on` or `off`.
    package static func onOrOff(
        _ name: String,
        isRequired: Bool = true,
        summary: String
    ) -> Parameter {
        .argument(
            name,
            isRequired: isRequired,
            allowed: "on or off",
            words: ["on", "off"],
            summary: summary
        ) { $0 == "on" ? true : $0 == "off" ? false : nil }
    }
}

/// An option that is there or not.
package struct Flag: AnyParameter {
    /// `--json`
    package let name: String
    /// What it is for, in sentences.
    package let summary: String
    /// A flag takes no value.
    package var placeholder: String? { nil }
    /// A flag may always be left out.
    package var isRequired: Bool { false }
    /// A flag takes none.
    package var words: [String] { [] }

    /// `name` with its dashes.
    package init(name: String, summary: String) {
        self.name = name
        self.summary = summary
    }

    /// A flag refuses every value.
    package func complaint(about text: String) -> String? {
        "\(name) takes no value, but was given \"\(text)\""
    }
}
