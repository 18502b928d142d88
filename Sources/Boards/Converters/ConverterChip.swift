package import Chamber

/// The converter chips that Hearth reads over I²C on its own, by their words in board files.
package enum ConverterChip: String, CaseIterable, Sendable {
    case ads1115
    case ads1015
    case ads7828
    case mcp3424

    /// What there is to know of it, which stands beside its driver.
    package var facts: ChipFacts {
        switch self {
        case .ads1115: ADS1x15.facts(.ads1115)
        case .ads1015: ADS1x15.facts(.ads1015)
        case .ads7828: ADS7828.facts
        case .mcp3424: MCP3424.facts
        }
    }
}

/// What a board file may say of a chip, and how its driver is made.
package struct ChipFacts: Sendable {
    /// Which voltages the highest code may stand for.
    package enum Range: Equatable, Sendable {
        /// One of these, in volts; `isChoice` false: the chip has this one alone.
        case fixed([Double], isChoice: Bool)
        /// The dividers' supply, which is its reference then, or its own reference of so many volts.
        case supply(orOwn: Double)
    }

    /// The addresses that its address pins can give it (each data sheet, "Address Selection").
    package let addresses: ClosedRange<UInt8>
    /// How many inputs it measures against ground.
    package let inputs: Int
    /// Which voltages the highest code may stand for.
    package let range: Range
    /// The same for people: a sentence of the help.
    package let rangeSentence: String
    /// How a voltage becomes a code, where the highest code stands for so many volts.
    package let scale: @Sendable (_ fullScaleVolts: Double) -> ConverterScale?
    /// The driver on a bus; `nil` where the chip has no such range.
    package let driver: @Sendable (_ fullScaleVolts: Double, any Bus) -> (any Converter)?
}
