import Chamber
import Testing

@Suite struct ConverterScaleTests {
    @Test func voltsAndCodesAreInverse() {
        let scale = ConverterScale.ads1115
        #expect(scale.code(volts: 1.25) == 10_000)
        #expect(scale.volts(code: 10_000) == 1.25)
    }

    @Test(arguments: [(99.0, Int32(32_767)), (-99, -32_768), (.nan, -32_768), (.infinity, 32_767)])
    func voltagesBeyondTheRangeStopAtItsEnds(volts: Double, expected: Int32) {
        #expect(ConverterScale.ads1115.code(volts: volts) == expected)
    }

    @Test func aStepOfNothingIsRefused() {
        #expect(ConverterScale(voltsPerCode: 0, codes: 0...1) == nil)
        #expect(ConverterScale(voltsPerCode: .nan, codes: 0...1) == nil)
    }
}
