/// How an analogue-to-digital converter turns a voltage into a code.
package struct ConverterScale: Equatable, Sendable {
    /// Volts of one step.
    package let voltsPerCode: Double
    /// The smallest and the largest code.
    package let codes: ClosedRange<Int32>

    /// A converter; `nil` where `voltsPerCode` is not finite or not above zero.
    package init?(voltsPerCode: Double, codes: ClosedRange<Int32>) {
        guard voltsPerCode.isFinite, voltsPerCode > 0 else { return nil }
        self.voltsPerCode = voltsPerCode
        self.codes = codes
    }

    private init(voltsPerCode: Double, highestCode: Int32) {
        self.voltsPerCode = voltsPerCode
        codes = (-highestCode - 1)...highestCode
    }

    /// ADS1115 at ±4.096 V: 125 µV a step (data sheet, table "Full-Scale Range and LSB Size").
    package static let ads1115 = ConverterScale(voltsPerCode: 125e-6, highestCode: 32_767)

    /// The code for a voltage, limited to the converter's range; not-a-number reads as the lowest code.
    package func code(volts: Double) -> Int32 {
        let steps = (volts / voltsPerCode).rounded()
        guard steps > Double(codes.lowerBound) else { return codes.lowerBound }
        guard steps < Double(codes.upperBound) else { return codes.upperBound }
        return Int32(steps)
    }

    /// The voltage of a code.
    package func volts(code: Int32) -> Double {
        Double(code) * voltsPerCode
    }
}
