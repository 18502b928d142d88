import Chamber
import Glibc
import Testing

@Suite struct ElementaryTests {
    @Test(arguments: [1e-12, 0.1, 0.5, 0.999_999, 1, 1.000_001, 2, 10, 98_765.4321, 1e12])
    func theLogarithmAgreesWithTheMathematicsLibrary(number: Double) {
        let expected = log(number)
        #expect(
            abs(Elementary.naturalLogarithm(number) - expected) <= 4e-16 * max(1, abs(expected))
        )
    }

    @Test(arguments: [-690, -30, -1, -1e-9, 0, 1e-9, 0.3, 1, 11.5, 300])
    func theExponentialAgreesWithTheMathematicsLibrary(number: Double) {
        let expected = exp(number)
        #expect(abs(Elementary.exponential(number) - expected) <= 1e-15 * max(expected, 1e-300))
    }

    @Test(arguments: [0, -1, Double.nan, -Double.infinity])
    func whatHasNoLogarithmIsNotANumber(number: Double) {
        #expect(Elementary.naturalLogarithm(number).isNaN)
    }
}
