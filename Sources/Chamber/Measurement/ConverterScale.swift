/// How an analogue-to-digital converter turns a voltage into a code.
package struct ConverterScale: Equatable, Sendable {
    /// Volts of one step.
    package let voltsPerCode: Double
    /// The smallest and the largest code.
    package let codes: ClosedRange<Int32>

    /// A converter; `nil` where a step is not finite or not above zero.
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

    /// The code for a voltage, held at the converter's ends; not-a-number reads as the lowest.
    package func code(volts: Double) -> Int32 {
        let steps = (volts / voltsPerCode).rounded()
        guard steps > Double(codes.lowerBound) else { return codes.lowerBound }
        guard steps < Double(codes.upperBound) else { return codes.upperBound }
        return Int32(steps)
    }

    /// The voltage that a code stands for.
    package func volts(code: Int32) -> Double {
        Double(code) * voltsPerCode
    }
}
