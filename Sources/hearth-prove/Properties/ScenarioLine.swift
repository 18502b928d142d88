/// A scenario line in the property tests: a time in tenths of a second, and the action.
package struct ScenarioLine: Equatable, Sendable {
    /// Tenths of a second since the start.
    package var tenths: Int
    /// The rest of the line, such as `door open`.
    package let words: String

    package init(tenths: Int, _ words: String) {
        self.tenths = tenths
        self.words = words
    }

    /// The line as a scenario file has it.
    package var text: String {
        "\(tenths / 10).\(tenths % 10)s \(words)"
    }
}
