/// Text in columns.
package enum TextColumns {
    /// `  Heater         on`: a line for each name and text, the texts below each other from column
    /// `width` + 2 on.
    package static func lines(_ rows: [(String, String)], width: Int = 17) -> [String] {
        rows.map { name, text in "  " + name.padded(to: width) + text }
    }
}

extension String {
    /// The text with spaces behind it, at least one, to fill a column.
    package func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
