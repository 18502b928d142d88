package import SwitchCore

/// How one probe is wired.
package struct ProbeConfiguration: Codable, Equatable, Sendable {
    /// How resistance stands for temperature.
    package var thermistor: Thermistor
    /// How resistance becomes a voltage.
    package var divider: Divider
    /// Added to what the probe reads; held to ±5 °C.
    package var offset: TemperatureDelta

    package init(thermistor: Thermistor, divider: Divider, offset: TemperatureDelta = .zero) {
        self.thermistor = thermistor
        self.divider = divider
        self.offset = offset
    }
}
