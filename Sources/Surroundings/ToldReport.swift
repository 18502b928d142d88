package import SwitchCore

/// What a program says of a printer that Hearth has no reader for.
package struct ToldReport: Equatable, Sendable {
    /// What the printer is doing.
    package enum State: CaseIterable, Sendable {
        /// A print begins: it heats, levels or cleans.
        case preparing
        case printing
        case paused
        case idle
        case finished
        /// Ended early.
        case failed
    }

    /// What the program says; nothing is guessed from the temperatures.
    package var state: State
    /// The bed's set point; `nil`: not told, and then mode auto does not heat by it.
    package var bedTarget: Celsius?
    /// The bed's measured temperature.
    package var bed: Celsius?
    /// The filament that prints: `PETG`; empty: nothing is loaded; `nil`: not told.
    package var filament: String?
    /// The chamber's temperature that the print wants, in °C and unchecked; `nil`: it names none.
    package var chamberTarget: Double?
    /// What it prints; empty: not told.
    package var file = ""
    /// How much of the print is done, 0…1.
    package var progress: Double?
    /// How old the report was when it came; below ``freshFor``.
    package var age = Duration.zero

    /// As long as mode auto goes by a report.
    package static let freshFor = Duration.seconds(60)

    package init(_ state: State) {
        self.state = state
    }
}
