package import SwitchCore

/// The user's settings, stored over a restart, except `isOn`, which always starts `false`.
package struct OperatingSettings: Codable, Equatable, Sendable {
    /// Whether heating and ventilating are allowed (the wire's `work_on`).
    package var isOn = false
    /// The source of demand while `isOn`.
    package var mode = OperatingMode.auto
    /// Set point of `alwaysOn` and of `auto` (the wire's `set_temp`).
    package var target = Celsius(60)
    /// Bed target from which `auto` runs the fan alone (the wire's `filtertemp`).
    package var fanBedThreshold = Celsius(30)
    /// Bed target from which `auto` heats (the wire's `hotbedtemp`).
    package var heatBedThreshold = Celsius(80)
    /// The drying programme of the next start.
    package var dryingPreset = DryingPreset.custom
    /// Set point of the custom drying programme (the wire's `custom_temp`).
    package var customDryingTarget = Celsius(60)
    /// Length of the custom drying programme in hours (the wire's `custom_timer`).
    package var customDryingHours = 12
    /// Minutes beyond the whole hours, 1…59; `nil`: none. The Panda Breath wire has whole hours alone.
    package var customDryingMinutes: Int?
    /// The regulation band's width, where the board regulates by one.
    package var band = TemperatureDelta(0.2)
    /// Guard numbers that are stricter than the board's.
    package var guards = GuardOverrides()
    /// How loud the buzzer is, 0…100; 0 is silent.
    package var volume = 50
    /// How bright the lights are, 0…100; 0 is dark.
    package var brightness = 100

    /// Stock's factory values, except the power: Hearth always starts with the power off
    /// (Panda Breath wire contract, section 6).
    package init() {}

    /// Set point of the selected drying programme.
    package var dryingTarget: Celsius {
        switch dryingPreset {
        case .pla: Celsius(55)
        case .petg: Celsius(60)
        case .custom: customDryingTarget
        }
    }

    /// Length of the selected drying programme.
    package var dryingDuration: Duration {
        switch dryingPreset {
        case .pla, .petg: .hours(12)
        case .custom: customDryingLength
        }
    }

    /// Length of the custom drying programme, in whole minutes; at least an hour.
    package var customDryingLength: Duration {
        get { .hours(customDryingHours) + .minutes(customDryingMinutes ?? 0) }
        set {
            let minutes = Int(newValue.components.seconds / 60)
            customDryingHours = minutes / 60
            customDryingMinutes = minutes % 60 == 0 ? nil : minutes % 60
        }
    }
}
