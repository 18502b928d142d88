/// One line of a scenario as the property tests make it: a time in tenths of a second, and words.
package struct ScenarioLine: Equatable, Sendable {
    /// Tenths of a second since the start.
    package var tenths: Int
    /// The rest of the line in the scenario's grammar, such as `door open`.
    package let words: String

    package init(tenths: Int, _ words: String) {
        self.tenths = tenths
        self.words = words
    }

    /// As it stands in a file.
    package var text: String {
        "\(tenths / 10).\(tenths % 10)s \(words)"
    }
}
