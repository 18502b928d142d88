package import SwitchCore

/// What a controller asks for at the end of a step, as one value of fixed size.
package struct Actions: Sendable {
    /// For the switch, in every step.
    package let command: SwitchCommand
    /// For the log and the store, in the order in which they happened.
    package let events: ShortList<Event>
    /// What became of the wishes that came with a ticket.
    package let outcomes: ShortList<WishOutcome>
    /// For everyone who is told anything.
    package let snapshot: Snapshot
}
