package import Chamber
package import SwitchCore

/// Events of a simulated chamber and expectations of the controller, one a line.
package struct Scenario: Equatable, Sendable {
    /// One line.
    package struct Entry: Equatable, Sendable {
        /// Since the start, or since the condition of the last `when` above came true.
        package let at: Duration
        /// What is done or expected at that time.
        package let action: Action
        /// The line's number for messages; lines count from 1.
        package let line: Int
        /// The line's text, for messages.
        package let text: String
    }

    /// The event or expectation of a line.
    package enum Action: Equatable, Sendable {
        /// Sends wishes, with the lease within which they have to be renewed.
        case wish([Wish], lease: Duration? = nil)
        /// What the printer reports of its bed from now on; `nil`: no printer is connected.
        case bed(BedReport?)
        case door(isOpen: Bool)
        /// Switches one contact: an alarm, a pressed stop button, a cut wire.
        case contact(ContactName, isOpen: Bool)
        case room(Celsius)
        case fault(FaultOrder)
        case expect(Expectation)
        /// Waits for a condition; the times of the lines below count from when it comes true.
        case when(Condition, within: Duration)
        case end
    }

    /// What a `when` waits for.
    package enum Condition: Equatable, Sendable {
        /// The set point is reached and held.
        case holding
        /// The heat was turned off, or a fault ended it: not a pause between two pulses.
        case off
        case chamberAbove(Celsius)
        case chamberBelow(Celsius)
        case elementAbove(Celsius)
        case elementBelow(Celsius)
    }

    /// What must be true.
    package enum Expectation: Equatable, Sendable {
        /// This fault latches within the time.
        case fault(FaultCode, within: Duration)
        /// No fault has latched so far that an earlier line did not expect.
        case noFault
        /// The heater's line is off within the time, and the duty is 0.
        case off(within: Duration)
        /// The blower runs within the time.
        case fanOn(within: Duration)
        /// The air's true temperature is below this within the time.
        case chamberBelow(Celsius, within: Duration)
        /// The element's true temperature is below this within the time.
        case elementBelow(Celsius, within: Duration)

        /// How long the expectation may take; 0 where it must hold at once.
        var within: Duration {
            switch self {
            case .noFault: .zero
            case .fault(_, let time), .off(let time), .fanOn(let time), .chamberBelow(_, let time),
                .elementBelow(_, let time):
                time
            }
        }
    }

    /// In the order of their times.
    package let entries: [Entry]

    /// The scenario's length: to its `end`, else to its last line and the time which that line allows. Each
    /// `when` counts with the longest that it may take.
    package let length: Duration

    /// The length of the part below the last `when`; of the whole scenario where there is none.
    let lastPartLength: Duration

    /// A scenario of one part.
    init(entries: [Entry], length: Duration) {
        (self.entries, self.length, lastPartLength) = (entries, length, length)
    }
}
