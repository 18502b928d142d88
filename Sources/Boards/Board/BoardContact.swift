package import Chamber
package import Inputs

/// A contact and the line that it is on.
package struct BoardContact: Equatable, Sendable {
    /// What it belongs to.
    package var name: ContactName
    /// Where it is wired.
    package var line: ContactLine

    package init(_ name: ContactName, _ line: ContactLine) {
        self.name = name
        self.line = line
    }
}
