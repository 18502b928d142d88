package import SwitchCore

/// What mode auto takes from the printer's last report.
package struct ChamberPlan: Equatable, Sendable {
    /// What names the chamber's target.
    package enum Source: Equatable, Sendable {
        /// The bed's target decides, by the threshold that the user has set.
        case bed
        /// The print itself.
        case print(Celsius)
        /// The filament in use, of several the coolest; 0 °C: no heat.
        case filament(String, Celsius, isOneOfSeveral: Bool)
        /// The filament in use, for which no target is known; empty: nothing is loaded.
        case unknownFilament(String)
        /// The print names a temperature that no chamber has, in °C: no heat.
        case refused(Double)
        /// The printer has not answered yet what the file names: no heat.
        case pending
        /// The printer reports another file than it prints: no heat.
        case otherFile
    }

    /// What names the target now.
    package var source = Source.bed
    /// The print was paused for too long, and the chamber gets this at most; `nil`: it was not.
    package var pauseTarget: Celsius?
    /// The bed was hot for as long as it may heat the chamber before a print.
    package var isPreheatOver = false

    package init() {}
}
