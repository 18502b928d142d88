package import Chamber

/// What comes into a session and what leaves it.
extension ReefnetSession {
    /// What happened.
    package enum Event {
        /// A connection has opened: the hub may know nothing.
        case opened
        /// A message came while the controller showed this snapshot. What it asks to be told comes with the
        /// next moment.
        case received(UnsafeRawBufferPointer, Snapshot)
        /// A new moment is there; ten times a second, and after each message.
        case shown(ReefnetMoment)
    }

    /// What to do, in this order.
    package enum Effect: Equatable, Sendable {
        case send([UInt8])
        /// Hand it to the controller.
        case post(Wish)
        /// Report what was wrong, in a sentence for people.
        case report(String)
    }
}
