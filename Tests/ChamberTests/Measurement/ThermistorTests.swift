import Chamber
import SwitchCore
import Testing

@Suite struct ThermistorTests {
    /// R/T points of the stock table: the published copy that is shifted by +2 °C would fail them.
    @Test(arguments: [
        (10.0, 198_700.0), (20, 124_900), (25, 100_000), (50, 35_900), (60, 24_700), (85, 10_500),
        (100, 6_600), (105, 5_700), (125, 3_200),
    ])
    func theStockThermistorReadsItsTable(degrees: Double, ohms: Double) throws {
        let thermistor = try #require(Thermistor.named("panda-breath"))
        let resistance = try #require(Ohms(ohms))
        #expect(abs(thermistor.temperature(at: resistance).degrees - degrees) < 1e-9)
    }

    @Test(arguments: [
        ("generic-3950", 150.0, 1_770.0), ("104gt-2", 20, 126_800),
        ("104nt-4-r025h42g", 160, 1_074),
        ("epcos-b57560g104f", 150, 1_641.9), ("tdk-ntcg104lh104jt1", 50, 31_230),
        ("10k-b3950", 25, 10_000), ("10k-b3435", 25, 10_000),
    ])
    func namedThermistorsGoThroughTheirDataSheetPoints(
        name: String,
        degrees: Double,
        ohms: Double
    ) throws {
        let thermistor = try #require(Thermistor.named(name))
        let resistance = try #require(Ohms(ohms))
        #expect(abs(thermistor.temperature(at: resistance).degrees - degrees) < 0.001)
    }

    @Test(arguments: Thermistor.catalogue.map(\.name), [-20.0, 0, 25, 61.3, 104.9, 140])
    func resistanceAndTemperatureAreInverse(name: String, degrees: Double) throws {
        let thermistor = try #require(Thermistor.named(name))
        let resistance = thermistor.resistance(at: Celsius(degrees))
        #expect(abs(thermistor.temperature(at: resistance).degrees - degrees) < 1e-6)
    }

    @Test func aCurveThatDoesNotFallIsRefused() {
        let cold = Thermistor.CalibrationPoint(Celsius(10), Ohms(literal: 1_000))
        let hot = Thermistor.CalibrationPoint(Celsius(50), Ohms(literal: 2_000))
        #expect(Thermistor(table: [cold, hot]) == nil)
        #expect(Thermistor(table: [cold]) == nil)
        #expect(Thermistor(beta: .nan, through: cold) == nil)
        #expect(Thermistor(beta: 50, through: cold) == nil)
        let warm = Thermistor.CalibrationPoint(Celsius(80), Ohms(literal: 3_000))
        #expect(Thermistor(through: cold, hot, warm) == nil)
    }

    @Test func aResistanceBeyondTheCurveReadsHotterThanAnyLimit() throws {
        let thermistor = try #require(Thermistor.named("104gt-2"))
        #expect(thermistor.temperature(at: Ohms(literal: 1e-6)).degrees > 300)
    }
}
