package import Chamber

/// Microchip's MCP3424: a reference of its own of 2.048 V, four inputs, one byte to configure.
///
/// At 14 bits it makes 60 conversions a second, and 44 at worst: all four inputs four times a second
/// with room to spare, at 0.02 °C a step. 16 bits would take 91 ms an input at worst, too long for
/// three. Section and table numbers are those of its data sheet (DS22088).
package struct MCP3424: Converter {
    /// Its range at gain 1 (section "Electrical Characteristics").
    package static let fullScaleVolts = 2.048

    /// Up to 18 bits, 4 inputs, one range (section "Features"; section 5.3, "Address Byte").
    static let facts = ChipFacts(
        addresses: 0x68...0x6F,
        inputs: 4,
        range: .fixed([fullScaleVolts], isChoice: false),
        rangeSentence: "An mcp3424 has 2.048, always.",
        scale: { _ in scale },
        driver: { MCP3424(on: $1) }
    )

    /// Fields of the configuration (register 5-1).
    private enum Field {
        /// RDY: written, it starts a conversion; read, it says that the result is not yet a new one.
        static let ready: UInt8 = 1 << 7
        static let channelShift: UInt8 = 5
        /// O/C, bit 4, is 0 for single conversions; after a reset it is 1.
        /// S[1:0]: 14 bits.
        static let bits14: UInt8 = 0b01 << 2
    }

    private static let highestCode: Int32 = 8_191
    /// 60 conversions a second, plus 10 %.
    private static let usualConversion = Duration.microseconds(18_333)
    /// At worst 44 a second: 22.7 ms.
    private static let longestPoll = Duration.milliseconds(20)

    /// How it turns a voltage into a code: 250 µV a step.
    package static let scale = ConverterScale(
        voltsPerCode: fullScaleVolts / Double(highestCode + 1),
        codes: (-highestCode - 1)...highestCode
    )

    private let bus: any Bus
    private let scale: ConverterScale

    /// A chip on `bus`, which has to be one that does plain transfers.
    package init?(on bus: any Bus) {
        guard let scale = Self.scale else { return nil }
        self.bus = bus
        self.scale = scale
    }

    /// Each conversion sets everything.
    package mutating func beginScan() {}

    package mutating func measure(_ channel: Int) throws(BusError) -> Conversion {
        let input = UInt8(truncatingIfNeeded: channel & 0b11)
        let configuration = input << Field.channelShift | Field.bits14
        try bus.write(byte: configuration | Field.ready)
        bus.pause(Self.usualConversion)
        var word: UInt32 = 0
        try bus.poll(for: Self.longestPoll) { () throws(BusError) in
            // Two bytes of the result, then the configuration.
            let answer = try bus.read(count: 3)
            let found = UInt8(truncatingIfNeeded: answer)
            guard found & ~Field.ready == configuration else {
                throw BusError(.readBack, .wasReset, at: bus.place)
            }
            word = answer >> 8
            return found & Field.ready == 0
        }
        // The result's sign is repeated in the bits above its 14 (table 5-3).
        let code = Int32(Int16(truncatingIfNeeded: word))
        guard scale.codes.contains(code) else {
            throw BusError(
                .convert,
                .malformed("\(code) does not fit into 14 bits"),
                at: bus.place
            )
        }
        return scale.conversion(of: code)
    }
}
