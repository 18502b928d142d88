package import Chamber
package import Plant

/// The analogue-to-digital converter that all probes of a board share.
package struct ConverterDescription: Equatable, Sendable {
    /// What measures.
    package enum Source: Equatable, Sendable {
        /// The computed chamber.
        case simulated
        /// A chip that Hearth reads on its own.
        case chip(ConverterChip, BusPlace)
        /// A device of the kernel's industrial I/O, by path or name.
        case iio(device: String)
        /// A device of the kernel's hardware monitoring, by path or name.
        case hwmon(device: String)
    }

    /// Where codes come from.
    package var source: Source
    /// The voltage of the highest code; the kernel's devices have their own, and this is for
    /// simulation only.
    package var fullScaleVolts: Double
    /// How it turns a voltage into a code; the kernel's devices have their own, and this is for
    /// simulation only.
    package var scale: ConverterScale
    /// The dividers' supply voltage: measured where there is a `supplyChannel`, otherwise assumed.
    package var supplyVolts: Double
    /// The input on the dividers' supply, which makes the measurement ratiometric.
    package var supplyChannel: Int?

    package init(
        source: Source = .simulated,
        fullScaleVolts: Double,
        scale: ConverterScale,
        supplyVolts: Double,
        supplyChannel: Int?
    ) {
        self.source = source
        self.fullScaleVolts = fullScaleVolts
        self.scale = scale
        self.supplyVolts = supplyVolts
        self.supplyChannel = supplyChannel
    }

    /// The same where it is computed.
    package var simulated: SimulatedConverter {
        SimulatedConverter(
            scale: scale,
            supplyVolts: supplyVolts,
            measuresSupply: supplyChannel != nil
        )
    }

    /// What is read, for messages.
    package var place: BusPlace {
        switch source {
        case .chip(_, let place): place
        case .iio(let device), .hwmon(let device): BusPlace(device)
        case .simulated: BusPlace("the simulated converter")
        }
    }

    /// The converter itself, ready to measure; blocks while a bus or file does.
    package func open() throws(BusError) -> any Converter {
        switch source {
        case .chip(let chip, let place):
            let bus = try KernelBus(
                place.path,
                address: place.address ?? chip.facts.addresses.lowerBound
            )
            guard let converter = chip.facts.driver(fullScaleVolts, bus) else {
                // The board file's check refuses this earlier.
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
}
