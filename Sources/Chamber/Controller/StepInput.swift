package import SwitchCore

/// The input of one step, besides the time.
package struct StepInput: Sendable {
    /// The most wishes in one step; the others wait for the next.
    package static let mostWishes = ShortList<WishEnvelope>.capacity

    /// The newest sample of each probe.
    package var reading: Reading
    /// The newest report of the switch.
    package var report: SwitchReport
    /// The open contacts, after debouncing; a cut wire counts as open.
    package var openContacts: ContactSet
    /// The tachometer's pulses since the last step; `nil`: the board has no tachometer.
    package var fanPulses: Int?
    /// The wishes, in the order in which they arrived.
    package var wishes = ShortList<WishEnvelope>()

    package init(
        reading: Reading,
        report: SwitchReport,
        openContacts: ContactSet = ContactSet(),
        fanPulses: Int? = nil
    ) {
        self.reading = reading
        self.report = report
        self.openContacts = openContacts
        self.fanPulses = fanPulses
    }
}
