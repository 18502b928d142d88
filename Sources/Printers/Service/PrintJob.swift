package import SwitchCore

/// What a printer says of its print: the same for every kind of printer, and all that mode auto goes by.
package struct PrintJob: Equatable, Sendable {
    /// How the print stands.
    package enum State: CaseIterable, Sendable {
        /// Nothing was printed yet, or nothing is known of a print.
        case idle
        case preparing
        case printing
        case paused
        case finished
        /// Ended early: an error, or somebody cancelled it.
        case failed

        /// A print is under way.
        package var isRunning: Bool {
            switch self {
            case .preparing, .printing, .paused: true
            case .idle, .finished, .failed: false
            }
        }
    }

    /// The chamber's target that the print itself names, in °C and unchecked.
    package enum ChamberWish: Equatable, Sendable {
        /// It names none.
        case none
        /// The printer was asked what the file names, and has not answered.
        case pending
        case named(Double)
        /// Named for the first of several filaments, as slicers write it.
        case namedForTheFirst(Double)
        /// What the printer says contradicts itself: it reports another file than it prints.
        case otherFile
    }

    /// How the print stands now.
    package var state = State.idle
    /// The bed's set point; 0 °C: off.
    package var bedTarget = Celsius(0)
    /// What the print names for the chamber.
    package var chamberWish = ChamberWish.none
    /// The types of the filaments that the print uses (`ABS`); empty: nothing is loaded, or the file does
    /// not say; `nil`: this printer never says.
    package var filaments: [String]?

    package init() {}
}
