import Chamber

/// What `docs/safety.md` says of boards without an element probe.
package enum LateFaultTable {
    /// The table in Markdown.
    package static var lines: [String] {
        ["| fault | without an element probe | with one |", "|---|---|---|"]
            + LateFault.all.map { "| \($0.fault) | \($0.without) | \($0.withProbe) |" }
    }
}
