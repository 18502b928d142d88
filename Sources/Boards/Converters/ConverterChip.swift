/// The converter chips that Hearth reads over I²C on its own.
package enum ConverterChip: String, CaseIterable, Sendable {
    /// 16 bits, 4 inputs (TI SBAS444).
    case ads1115
    /// 12 bits, 4 inputs, otherwise the same (TI SBAS473).
    case ads1015
    /// 12 bits, 8 inputs, may take the dividers' supply as its reference (TI SBAS181).
    case ads7828
    /// Up to 18 bits, 4 inputs, a reference of its own of 2.048 V (Microchip DS22088).
    case mcp3424

    /// The addresses that its address pins can give it (each data sheet, "Address Selection").
    package var addresses: ClosedRange<UInt8> {
        switch self {
        case .ads1115, .ads1015, .ads7828: 0x48...0x4B
        case .mcp3424: 0x68...0x6F
        }
    }

    /// How many inputs it measures against ground.
    package var inputs: Int {
        switch self {
        case .ads1115, .ads1015, .mcp3424: 4
        case .ads7828: 8
        }
    }
}
