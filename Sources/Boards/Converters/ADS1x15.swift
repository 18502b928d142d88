package import Chamber
import SwitchCore

/// Texas Instruments' ADS1115 and ADS1015: one conversion after the other, each requested alone.
///
/// Section and table numbers are those of the ADS1115's data sheet (SBAS444).
package struct ADS1x15: Converter {
    /// The two chips differ in width and speed only.
    package enum Variant: Sendable {
        case ads1115
        case ads1015

        /// The codes of a chip that is 16 bits wide, or 12.
        fileprivate var highestCode: Int32 {
            switch self {
            case .ads1115: 32_767
            case .ads1015: 2_047
            }
        }

        /// How far the code stands to the left in its register.
        fileprivate var leftShift: Int16 {
            switch self {
            case .ads1115: 0
            case .ads1015: 4
            }
        }

        /// 128 and 1600 samples a second, which both chips call data rate 4.
        fileprivate var nominalConversion: Duration {
            switch self {
            case .ads1115: .nanoseconds(7_812_500)
            case .ads1015: .microseconds(625)
            }
        }
    }

    /// The voltages that the highest code may stand for, and the gain's bits PGA[2:0] for each. The
    /// chip has three smaller ones, all below any divider's supply.
    package static let ranges: [(volts: Double, bits: UInt16)] = [
        (6.144, 0b000), (4.096, 0b001), (2.048, 0b010),
    ]

    /// 16 bits of an ADS1115 and 12 of an ADS1015 (SBAS473), 4 inputs (section "Features"; table "ADDR Pin
    /// Connection and Corresponding Slave Address").
    static func facts(_ variant: Variant) -> ChipFacts {
        ChipFacts(
            addresses: 0x48...0x4B,
            inputs: 4,
            range: .fixed(ranges.map(\.volts), isChoice: true),
            rangeSentence: "An ads1115 or ads1015 takes 6.144, 4.096 or 2.048.",
            scale: { scale(variant, fullScaleVolts: $0) },
            driver: { ADS1x15(variant, fullScaleVolts: $0, on: $1) }
        )
    }

    /// Registers (table "Address Pointer Register").
    private enum Register {
        static let conversion: UInt8 = 0
        static let configuration: UInt8 = 1
    }

    /// Fields of the configuration (table "Config Register Field Descriptions").
    private enum Field {
        /// OS: written, it starts a conversion; read, it says that none is running.
        static let start: UInt16 = 1 << 15
        /// MUX[2:0] of AIN0 against ground; the other inputs follow.
        static let firstInput: UInt16 = 0b100
        static let inputShift: UInt16 = 12
        static let gainShift: UInt16 = 9
        /// MODE: power down after each conversion.
        static let singleShot: UInt16 = 1 << 8
        /// DR[2:0]: see `nominalConversion`.
        static let dataRate: UInt16 = 4 << 5
        /// COMP_QUE[1:0]: no comparator.
        static let noComparator: UInt16 = 0b11
    }

    /// The chip's oscillator is good to ±10 % (section "Electrical Characteristics").
    private static let tolerancePercent: Int64 = 110
    /// How long it may take beyond that.
    private static let longestPoll = Duration.milliseconds(20)

    private let bus: any Bus
    private let variant: Variant
    private let scale: ConverterScale
    private let gain: UInt16

    /// A chip on `bus`; `nil` where it has no such range.
    package init?(_ variant: Variant, fullScaleVolts: Double, on bus: any Bus) {
        guard let scale = Self.scale(variant, fullScaleVolts: fullScaleVolts),
            let range = Self.ranges.first(where: { $0.volts == fullScaleVolts })
        else { return nil }
        self.bus = bus
        self.variant = variant
        self.scale = scale
        gain = range.bits << Field.gainShift
    }

    /// How it turns a voltage into a code.
    package static func scale(_ variant: Variant, fullScaleVolts: Double) -> ConverterScale? {
        let highest = variant.highestCode
        return ConverterScale(
            voltsPerCode: fullScaleVolts / Double(highest + 1),
            codes: (-highest - 1)...highest
        )
    }

    /// Each conversion sets everything.
    package mutating func beginScan() {}

    package mutating func measure(_ channel: Int) throws(BusError) -> Conversion {
        let input = (Field.firstInput + UInt16(truncatingIfNeeded: channel & 0b11))
        let configuration =
            Field.start | input << Field.inputShift | gain | Field.singleShot | Field.dataRate
            | Field.noComparator
        try bus.write(register: Register.configuration, word: configuration)
        bus.pause(variant.nominalConversion * Self.tolerancePercent / 100)
        try bus.poll(for: Self.longestPoll) { () throws(BusError) in
            let found = try bus.read(register: Register.configuration)
            try expect(configuration, found | Field.start)
            return found & Field.start != 0
        }
        let word = try bus.read(register: Register.conversion)
        // A reset between the two would leave a conversion of another input, or none.
        try expect(configuration, try bus.read(register: Register.configuration))
        let code = Int16(bitPattern: word) >> variant.leftShift
        return scale.conversion(of: Int32(code))
    }

    /// After a reset or a brown-out the configuration is the chip's own, which no input of ours has.
    private func expect(_ written: UInt16, _ found: UInt16) throws(BusError) {
        guard found == written else { throw BusError(.readBack, .wasReset, at: bus.place) }
    }
}
