/// What was typed behind a command; every value has been found readable.
package struct Arguments: Equatable, Sendable {
    private let texts: [String: String]
    private let flags: Set<String>

    package init(texts: [String: String] = [:], flags: Set<String> = []) {
        self.texts = texts
        self.flags = flags
    }

    /// The value of an option or argument; `nil` where it was not given.
    package func value<Value>(of parameter: Parameter<Value>) -> Value? {
        texts[parameter.name].flatMap(parameter.read)
    }

    /// The value of a required argument.
    package func required<Value>(_ parameter: Parameter<Value>) throws(CommandFailure) -> Value {
        guard let value = value(of: parameter) else {
            throw CommandFailure(.usage, "\(parameter.name) is missing: give \(parameter.allowed)")
        }
        return value
    }

    /// These, and `others` where they say nothing.
    package func filling(_ others: [String: String]) -> Arguments {
        Arguments(texts: texts.merging(others) { given, _ in given }, flags: flags)
    }

    /// Whether the flag was given.
    package func has(_ flag: Flag) -> Bool {
        flags.contains(flag.name)
    }
}
