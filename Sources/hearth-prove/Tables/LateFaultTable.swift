import Chamber

/// The table of boards without an element probe in `docs/safety.md`.
package enum LateFaultTable {
    /// The table in Markdown.
    package static var lines: [String] {
        ["| fault | without an element probe | with one |", "|---|---|---|"]
            + LateFault.all.map { "| \($0.fault) | \($0.without) | \($0.withProbe) |" }
    }
}
