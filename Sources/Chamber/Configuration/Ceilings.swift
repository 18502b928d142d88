package import SwitchCore

/// Limits that no board file, wish or stored state can raise. A board file may lower them.
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
    /// The longest time that heat continues without a new request.
    package static let session = Duration.hours(12)
    /// The longest drying run, in hours.
    package static let dryingHours = 12
    /// The shortest and the longest lease of a remote session.
    package static let remoteLease = Duration.seconds(10)...Duration.minutes(5)
}

extension TemperatureDelta {
    /// This correction, limited to ±``Ceilings/sensorOffset``.
    package var heldToCeiling: TemperatureDelta {
        min(max(self, TemperatureDelta(-Ceilings.sensorOffset.kelvins)), Ceilings.sensorOffset)
    }
}
