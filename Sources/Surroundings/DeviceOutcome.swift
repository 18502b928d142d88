import Chamber

/// What a wish about the device came to, for whoever waits for it.
package struct DeviceOutcome: Equatable, Sendable {
    package let ticket: UInt64
    /// What went wrong and what to do; `nil`: it is done.
    package let trouble: String?

    package init(ticket: UInt64, trouble: String?) {
        self.ticket = ticket
        self.trouble = trouble
    }
}
