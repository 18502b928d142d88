import Chamber
package import SwitchCore

/// The converter's state for people: it changes rarely, and says what to do.
package struct ConverterState: Equatable, Sendable {
    /// What the last rounds of reading have shown.
    package enum Condition: Equatable, Sendable {
        /// Not read yet.
        case starting
        case working
        /// Round after round fails; the newest reason.
        case failing(BusError)
        /// A transfer does not return: the bus or its driver hangs.
        case hanging(BusPlace)
    }

    /// Working, or why not.
    package let condition: Condition
    /// Since when.
    package let since: Instant

    package init(_ condition: Condition, since: Instant) {
        self.condition = condition
        self.since = since
    }
}

extension ConverterState: CustomStringConvertible {
    /// One line for people.
    package var description: String {
        summary + (remedy.map { "; \($0)" } ?? "")
    }

    /// The condition.
    package var summary: String {
        switch condition {
        case .starting: "the converter has not been read yet"
        case .working: "the converter works"
        case .failing(let error): error.summary
        case .hanging(let place):
            "cannot read \(place): a transfer hangs in the kernel"
        }
    }

    /// What the user can do; `nil` where there is nothing to do.
    package var remedy: String? {
        switch condition {
        case .starting, .working: nil
        case .failing(let error): error.remedy
        case .hanging:
            "switch the converter's supply off and on, and restart the machine if that does not help"
        }
    }
}
