/// An analogue-to-digital converter: all that the sampler needs.
///
/// It is used by one thread, blocks while it measures, and bounds each wait. After an error it is
/// closed and opened again.
package protocol Converter {
    /// Readies it for one round over its inputs.
    mutating func beginScan() throws(BusError)

    /// Measures one input against ground.
    mutating func measure(_ channel: Int) throws(BusError) -> Conversion
}

/// What a converter says about one input.
package struct Conversion: Equatable, Sendable {
    /// The raw code.
    package let code: Int32
    /// The voltage that it stands for.
    package let volts: Double
    /// The input is at the top of the range or beyond: the true voltage may be any higher one.
    package let isAtTop: Bool

    package init(code: Int32, volts: Double, isAtTop: Bool = false) {
        self.code = code
        self.volts = volts
        self.isAtTop = isAtTop
    }
}
