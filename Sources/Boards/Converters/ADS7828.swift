package import Chamber

/// Texas Instruments' ADS7828: 12 bits, eight inputs, no registers.
///
/// Each transfer is a command byte and the two bytes of the answer. Section and table numbers are
/// those of its data sheet (SBAS181).
package struct ADS7828: Converter {
    /// The chip's own reference (section "Electrical Characteristics").
    package static let ownReferenceVolts = 2.5

    /// 12 bits, 8 inputs (section "Features"; table "Address Byte").
    static let facts = ChipFacts(
        addresses: 0x48...0x4B,
        inputs: 8,
        range: .supply(orOwn: ownReferenceVolts),
        rangeSentence:
            "An ads7828 takes supply_v, with REF wired to the dividers' supply, or 2.5, its "
            + "own reference.",
        scale: { scale(fullScaleVolts: $0) },
        driver: { ADS7828(fullScaleVolts: $0, on: $1) }
    )

    /// Fields of the command byte (table "Command Byte").
    private enum Command {
        /// SD: measure against ground.
        static let singleEnded: UInt8 = 1 << 7
        static let channelShift: UInt8 = 4
        /// PD1: the chip's own reference is on.
        static let ownReference: UInt8 = 1 << 3
        /// PD0: the converter stays on between conversions.
        static let converter: UInt8 = 1 << 2
    }

    private static let highestCode: UInt16 = 4_095
    /// The reference charges its capacitor, 10 µF at most, within this (figure "Internal VREF vs
    /// Turn-On Time").
    private static let settling = Duration.milliseconds(2)

    private let bus: any Bus
    private let scale: ConverterScale
    private let power: UInt8

    /// A chip on `bus`. At 2.5 V its own reference is turned on; at any other voltage REF has to be
    /// wired to what gives that voltage.
    package init?(fullScaleVolts: Double, on bus: any Bus) {
        guard let scale = Self.scale(fullScaleVolts: fullScaleVolts) else { return nil }
        self.bus = bus
        self.scale = scale
        power =
            Command.converter
            | (fullScaleVolts == Self.ownReferenceVolts ? Command.ownReference : 0)
    }

    /// How it turns a voltage into a code.
    package static func scale(fullScaleVolts: Double) -> ConverterScale? {
        ConverterScale(
            voltsPerCode: fullScaleVolts / Double(highestCode + 1),
            codes: 0...Int32(highestCode)
        )
    }

    /// There is nothing to read back, so a reset cannot be noticed: the reference is turned on
    /// for each scan, and given its time.
    package mutating func beginScan() throws(BusError) {
        guard power & Command.ownReference != 0 else { return }
        _ = try bus.read(register: command(0))
        bus.pause(Self.settling)
    }

    package mutating func measure(_ channel: Int) throws(BusError) -> Conversion {
        let word = try bus.read(register: command(channel))
        // The first four bits are always 0 (figure "Read Sequence"): a bus that floats reads as ones.
        guard word <= Self.highestCode else {
            throw BusError(
                .convert,
                .malformed("\(word) does not fit into 12 bits"),
                at: bus.place
            )
        }
        return scale.conversion(of: Int32(word))
    }

    /// C2…C0 are the input's number with its last bit in front (table "Channel Selection Control").
    private func command(_ channel: Int) -> UInt8 {
        let channel = UInt8(truncatingIfNeeded: channel & 0b111)
        let selection = (channel & 1) << 2 | channel >> 1
        return Command.singleEnded | selection << Command.channelShift | power
    }
}
