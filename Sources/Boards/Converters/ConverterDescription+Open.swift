extension ConverterDescription {
    /// The converter itself, ready to measure; blocks while a bus or file does.
    package func open() throws(BusError) -> any Converter {
        switch source {
        case .chip(let chip, let place):
            let bus = try KernelBus(place.path, address: place.address ?? chip.addresses.lowerBound)
            guard let converter = converter(chip, on: bus) else {
                // A board file is refused before it comes to this.
                throw BusError(.open, .malformed("it has no such range"), at: place)
            }
            return converter
        case .iio(let device):
            return try IIOConverter(device)
        case .hwmon(let device):
            return try HwmonConverter(device)
        case .simulated:
            throw BusError(.open, .unsupported, at: BusPlace("a simulated converter"))
        }
    }

    /// The driver of a chip; `nil` where the chip has no such range.
    package func converter(_ chip: ConverterChip, on bus: any Bus) -> (any Converter)? {
        switch chip {
        case .ads1115: ADS1x15(.ads1115, fullScaleVolts: fullScaleVolts, on: bus)
        case .ads1015: ADS1x15(.ads1015, fullScaleVolts: fullScaleVolts, on: bus)
        case .ads7828: ADS7828(fullScaleVolts: fullScaleVolts, on: bus)
        case .mcp3424: MCP3424(on: bus)
        }
    }
}
