package import SwitchCore

/// What nothing may raise: not a board file, not a wish, not the store. A board file may lower them.
///
/// The numbers are the project's safety ceilings (`docs/safety.md`, section "Ceilings").
package enum Ceilings {
    /// The highest chamber target that any board may allow (stock's page: 60 °C).
    package static let target = Celsius(70)
    /// Chamber temperature that latches.
    package static let chamberTrip = Celsius(85)
    /// Element temperature that latches.
    package static let elementTrip = Celsius(105)
    /// The highest element temperature at which power is still removed in time.
    package static let elementFoldback = Celsius(104)
    /// The largest correction of a probe's reading, either way.
    package static let sensorOffset = TemperatureDelta(5)
    /// The longest time that heat goes on without anyone asking for it again.
    package static let session = Duration.hours(12)
    /// The longest drying run, in hours.
    package static let dryingHours = 12
    /// The terms that a remote session may choose for its lease.
    package static let remoteLease = Duration.seconds(10)...Duration.minutes(5)
}

extension TemperatureDelta {
    /// This correction, held to ±``Ceilings/sensorOffset``.
    package var heldToCeiling: TemperatureDelta {
        min(max(self, TemperatureDelta(-Ceilings.sensorOffset.kelvins)), Ceilings.sensorOffset)
    }
}
