package import SwitchCore

/// The result of one step of the controller, as a value of fixed size.
package struct Actions: Sendable {
    /// The command to the switch, in every step.
    package let command: SwitchCommand
    /// Events for the log and the store, in order.
    package let events: ShortList<Event>
    /// The outcomes of the wishes that came with a ticket.
    package let outcomes: ShortList<WishOutcome>
    /// The controller's state, for every client.
    package let snapshot: Snapshot
}
