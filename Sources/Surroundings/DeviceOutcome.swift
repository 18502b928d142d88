import Chamber

/// What a wish about the device came to, for the client that waits for it.
package struct DeviceOutcome: Equatable, Sendable {
    /// The wish's number.
    package let ticket: UInt64
    /// What went wrong and what to do; `nil`: it is done.
    package let trouble: String?

    package init(ticket: UInt64, trouble: String?) {
        self.ticket = ticket
        self.trouble = trouble
    }
}
