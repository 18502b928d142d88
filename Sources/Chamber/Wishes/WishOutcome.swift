/// The outcome of a wish.
package struct WishOutcome: Codable, Equatable, Sendable {
    /// The controller's answer.
    package enum Answer: Codable, Equatable, Sendable {
        /// Something changed.
        case applied
        /// The state was already as wished.
        case unchanged
        /// Applied, with a number moved to the nearest allowed one.
        case clamped
        /// Nothing changed, and why.
        case refused(Refusal)
    }

    /// Why a wish was refused.
    package enum Refusal: UInt8, CaseIterable, Codable, Error, Sendable {
        /// A fault is latched: clear it first.
        case latched
        /// The latched fault's condition still holds.
        case conditionPersists
        /// There is no latched fault to clear.
        case nothingLatched
        /// The number is outside the field's range.
        case outOfRange
        /// The probes have no reading yet, or no plausible one.
        case noReading
        /// The store could not remove the latch from the disk.
        case storeFailed
        /// Too many wishes at once: the queue is full.
        case busy
        /// The kernel would leave the heater on if the controlling program ended.
        case outputsPersist
        /// The power is on: a calibration starts from an idle heater.
        case powerIsOn
        /// Element and chamber differ, or the chamber is warm: a calibration starts from rest.
        case notAtRest
        /// The service stops or restarts, and only cools.
        case stopping
        /// The door is open: a calibration needs a closed chamber.
        case doorIsOpen
        /// The printer prints or heats its bed: a calibration needs a chamber that nothing else warms.
        case bedIsHot
        /// The power is on: the calibration is in use and cannot be forgotten now.
        case heatIsOn
        /// No board file is there, so nothing is measured and no line is known.
        case noBoard
        /// The board cannot be used: its file has mistakes or cannot be read, or its hardware cannot be
        /// opened.
        case boardUnusable
        /// No drying run is in progress.
        case notDrying
    }

    /// The ticket of the wish.
    package let ticket: UInt64
    /// The answer to the wish.
    package let answer: Answer

    package init(ticket: UInt64, answer: Answer) {
        self.ticket = ticket
        self.answer = answer
    }
}

extension WishOutcome.Refusal {
    /// The message to the user: what is wrong, and what to do.
    package var explanation: String {
        switch self {
        case .latched:
            "a fault is latched: see what it is, remove its cause, then clear it"
        case .conditionPersists:
            "the fault's cause is still there: remove it, wait for a good reading, then clear again"
        case .nothingLatched:
            "no fault is latched: there is nothing to clear"
        case .outOfRange:
            "the number is outside the range that this setting allows"
        case .noReading:
            "the probes have given no good reading yet: check their wiring, then try again"
        case .storeFailed:
            "the state directory could not be written, so the latch stays: check the disk, then clear again"
        case .busy:
            "too many requests at once: wait a second and try again"
        case .powerIsOn:
            "the power is on: turn it off, let everything cool to the room, then calibrate"
        case .notAtRest:
            "the chamber is not at rest: let heater and chamber cool to the room's temperature, "
                + "then calibrate"
        case .doorIsOpen:
            "the door is open: close it, then calibrate"
        case .bedIsHot:
            "the printer prints or heats its bed, which warms the chamber too: wait until the print "
                + "is over and the bed cold, then calibrate"
        case .heatIsOn:
            "the power is on, and the rules judge this heat by the calibration: turn it off, then "
                + "forget the calibration"
        case .noBoard:
            "this machine has no board file yet: run \"sudo hearth setup\" on it, which chooses the board"
        case .boardUnusable:
            "the board cannot be used: run \"sudo hearth doctor\" on this machine, and correct what it "
                + "names"
        case .notDrying:
            "no drying run is in progress: start one, then change it"
        case .stopping:
            "the service is stopping and only cools what is hot: try again after its restart"
        case .outputsPersist:
            "this machine leaves outputs on when their program dies: add the line "
                + "dtparam=strict_gpiod to config.txt and restart the machine"
        }
    }
}
