package import SwitchCore

/// The wiring of one probe.
package struct ProbeConfiguration: Codable, Equatable, Sendable {
    /// The relation of resistance and temperature.
    package var thermistor: Thermistor
    /// The relation of resistance and voltage, and from which share of the supply the thermistor is
    /// missing.
    package var divider: Divider
    /// Added to the probe's reading; limited to ±5 °C.
    package var offset: TemperatureDelta

    /// A probe of which every temperature down to `coldest` is believed; a share of the supply that would
    /// be ``coldMargin`` colder is an open circuit.
    package init(
        thermistor: Thermistor,
        divider: Divider,
        offset: TemperatureDelta = .zero,
        coldest: Celsius = Self.coldest
    ) {
        self.thermistor = thermistor
        self.divider = divider.open(above: thermistor.resistance(at: coldest - Self.coldMargin))
        self.offset = offset
    }

    /// The coldest temperature that is believed, unless the board file says otherwise: a garage in winter.
    package static let coldest = Celsius(-30)
    /// A thermistor's tolerance and a mistaken series resistor, as far as ``Ceilings/sensorOffset`` goes.
    package static let coldMargin = TemperatureDelta(5)
}
