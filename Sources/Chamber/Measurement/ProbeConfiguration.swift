package import SwitchCore

/// The wiring of one probe.
package struct ProbeConfiguration: Codable, Equatable, Sendable {
    /// The relation of resistance and temperature.
    package var thermistor: Thermistor
    /// The relation of resistance and voltage.
    package var divider: Divider
    /// Added to the probe's reading; limited to ±5 °C.
    package var offset: TemperatureDelta

    package init(thermistor: Thermistor, divider: Divider, offset: TemperatureDelta = .zero) {
        self.thermistor = thermistor
        self.divider = divider
        self.offset = offset
    }
}
