package import SwitchCore

/// How one probe is wired.
package struct ProbeConfiguration: Codable, Equatable, Sendable {
    package var thermistor: Thermistor
    package var divider: Divider
    /// Added to what the probe reads; held to ±5 °C.
    package var offset: TemperatureDelta

    package init(thermistor: Thermistor, divider: Divider, offset: TemperatureDelta = .zero) {
        self.thermistor = thermistor
        self.divider = divider
        self.offset = offset
    }
}
