import Chamber

/// Writes the text format that Prometheus scrapes (exposition format 0.0.4), family by family.
package struct MetricsText: Sendable {
    /// What kind of number a family holds.
    package enum Kind: String, Sendable {
        /// Only grows until the program restarts.
        case counter
        case gauge
        case histogram
    }

    /// What the format is called in an answer's head.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// What has been written so far, in UTF-8.
    package private(set) var bytes: [UInt8] = []
    private var family = ""

    package init() {}

    /// Begins a family; its samples follow. The name ends in its unit, a counter's in `_total`.
    package mutating func family(_ name: String, _ kind: Kind, _ help: String) {
        family = name
        write("# HELP \(name) \(Self.escaped(help, quotes: false))\n")
        write("# TYPE \(name) \(kind.rawValue)\n")
    }

    /// A sample; one that is unknown or not finite is left out, as the format requires.
    package mutating func sample(
        _ value: Double?,
        suffix: String = "",
        _ labels: [(name: String, value: String)] = []
    ) {
        guard let value, value.isFinite else { return }
        let isWhole = value == value.rounded() && abs(value) < 9e15
        sample(text: isWhole ? String(Int64(value)) : value.fixed(6), suffix, labels)
    }

    /// A sample that is a whole number.
    package mutating func sample(
        _ value: some BinaryInteger,
        suffix: String = "",
        _ labels: [(name: String, value: String)] = []
    ) {
        sample(text: String(value), suffix, labels)
    }

    /// A sample that is 1 for yes and 0 for no.
    package mutating func sample(
        _ value: Bool,
        _ labels: [(name: String, value: String)] = []
    ) {
        sample(text: value ? "1" : "0", "", labels)
    }

    private mutating func sample(
        text: String,
        _ suffix: String,
        _ labels: [(name: String, value: String)]
    ) {
        let list = labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
        let set = list.isEmpty ? "" : "{" + list.joined(separator: ",") + "}"
        write("\(family)\(suffix)\(set) \(text)\n")
    }

    private mutating func write(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for character in text.harmless {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
