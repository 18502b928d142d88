package import Chamber
package import SwitchCore

/// What happens to a simulated chamber, and what is expected of the controller: one line an event.
package struct Scenario: Equatable, Sendable {
    /// One line.
    package struct Entry: Equatable, Sendable {
        /// Since the start.
        package let at: Duration
        /// What is done or expected at that time.
        package let action: Action
        /// Where it stands, for messages: lines count from 1.
        package let line: Int
        /// The line's words, for messages.
        package let text: String
    }

    /// What a line asks for.
    package enum Action: Equatable, Sendable {
        /// What somebody wants, and within which time it has to be renewed.
        case wish([Wish], lease: Duration? = nil)
        /// What the printer's bed does from now on; `nil`: no printer.
        case bed(BedReport?)
        case door(isOpen: Bool)
        /// A contact alone: an alarm, a pressed stop, a cut wire.
        case contact(ContactName, isOpen: Bool)
        case room(Celsius)
        case fault(FaultOrder)
        case expect(Expectation)
        case end
    }

    /// What has to be true.
    package enum Expectation: Equatable, Sendable {
        /// This fault latches within the time.
        case fault(FaultCode, within: Duration)
        /// Nothing has latched so far but what an earlier line expected.
        case noFault
        /// The heater's line is off within the time, and no heat is asked for.
        case off(within: Duration)
    }

    /// In the order of their times.
    package let entries: [Entry]

    /// How long it lasts: to its `end`, else to its last line and what that waits for.
    package let length: Duration
}
