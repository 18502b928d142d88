import SwitchCore
import Testing

@Suite struct CelsiusTests {
    @Test(arguments: [Double.nan, .infinity, -.infinity, -300, 1e308])
    func untrustedNumbersThatAreNoTemperatureAreRefused(number: Double) {
        #expect(Celsius(untrusted: number) == nil)
    }

    @Test func anImpossibleNumberOfOurOwnReadsAsABrokenProbe() {
        #expect(Celsius(.nan).degrees == -273.15)
    }

    @Test func differencesAndTemperaturesGoTogether() {
        #expect(Celsius(60) - Celsius(25) == TemperatureDelta(35))
        #expect(Celsius(25) + TemperatureDelta(-5) == Celsius(20))
        #expect(Celsius(80).clamped(to: Celsius(0)...Celsius(70)) == Celsius(70))
    }
}
