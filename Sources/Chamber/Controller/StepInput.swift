package import SwitchCore

/// All that a controller sees in one step, besides the time.
package struct StepInput: Sendable {
    /// The most wishes that one step takes; the rest wait for the next.
    package static let mostWishes = ShortList<WishEnvelope>.capacity

    /// The newest sample of each probe.
    package var reading: Reading
    /// The newest answer of the switch.
    package var report: SwitchReport
    /// The contacts that are open, their wires included; bounce is over before they come here.
    package var openContacts: ContactSet
    /// In the order in which they arrived.
    package var wishes = ShortList<WishEnvelope>()

    package init(
        reading: Reading,
        report: SwitchReport,
        openContacts: ContactSet = ContactSet()
    ) {
        self.reading = reading
        self.report = report
        self.openContacts = openContacts
    }
}
