import Chamber
import SwitchCore
import Testing

@Suite struct DividerTests {
    static let series = Ohms(literal: 82_000)

    @Test(arguments: Divider.Side.allCases, [100.0, 5_700, 100_000, 2_000_000])
    func aResistanceComesBackFromItsRatio(side: Divider.Side, ohms: Double) throws {
        let divider = Divider(series: Self.series, thermistorSide: side)
        let ratio = divider.ratio(of: Ohms(literal: ohms))
        guard case .resistance(let found) = divider.finding(ratio: ratio) else {
            // 100 Ω across 82 kΩ is under the short limit of 0.005.
            #expect(ohms == 100)
            return
        }
        #expect(abs(found.value - ohms) < ohms * 1e-9)
    }

    @Test(arguments: [
        (Divider.Side.low, 0.004_9, Divider.Finding.shortCircuit), (.low, 0, .shortCircuit),
        (.low, -0.1, .shortCircuit), (.low, 1, .openCircuit), (.low, 1.2, .openCircuit),
        (.low, 0.990_2, .openCircuit), (.low, .nan, .openCircuit), (.high, 1, .shortCircuit),
        (.high, 0.995_1, .shortCircuit), (.high, 0, .openCircuit), (.high, .nan, .openCircuit),
    ])
    func railsAreFaults(side: Divider.Side, ratio: Double, expected: Divider.Finding) {
        let divider = Divider(series: Self.series, thermistorSide: side)
        #expect(divider.finding(ratio: ratio) == expected)
    }

    @Test func justInsideTheRailsIsAResistance() {
        let divider = Divider(series: Self.series, thermistorSide: .low)
        for ratio in [0.005, 0.990_0] {
            guard case .resistance = divider.finding(ratio: ratio) else {
                Issue.record("ratio \(ratio) is no fault")
                continue
            }
        }
    }

    @Test(arguments: Thermistor.catalogue.map(\.name), [-30.0, -10, 0])
    func aGarageInWinterIsATemperatureAndAnOpenInputIsNone(name: String, coldest: Double) throws {
        let thermistor = try #require(Thermistor.catalogue.first { $0.name == name }).thermistor
        for ohms in [4_700.0, 10_000, 33_000, 82_000] {
            let series = Ohms(literal: ohms)
            for side in Divider.Side.allCases {
                let divider = Divider(series: series, thermistorSide: side)
                let probe = ProbeConfiguration(
                    thermistor: thermistor,
                    divider: divider,
                    coldest: Celsius(coldest)
                )
                // Hardly a tenth of a volt of the supply is left for a small resistor then.
                let needed = divider.ratio(of: thermistor.resistance(at: Celsius(coldest)))
                guard side == .low ? needed <= 0.998 : needed >= 0.002 else {
                    #expect(ohms == 4_700)
                    continue
                }
                let cold = probe.divider.ratio(of: thermistor.resistance(at: Celsius(coldest)))
                guard case .resistance(let found) = probe.divider.finding(ratio: cold) else {
                    Issue.record("\(name) at \(coldest) °C with \(ohms) Ω is no fault")
                    continue
                }
                #expect(abs(thermistor.temperature(at: found).degrees - coldest) < 0.01)
                // The converter's own input resistance, 6 MΩ, closes the circuit of a broken wire.
                #expect(
                    probe.divider.finding(ratio: probe.divider.ratio(of: Ohms(literal: 6e6)))
                        == .openCircuit
                )
                let colder = thermistor.resistance(at: Celsius(coldest - 5.1))
                #expect(
                    probe.divider.finding(ratio: probe.divider.ratio(of: colder)) == .openCircuit
                )
            }
        }
    }

    @Test(arguments: [220_000.0, 500_000, 1_000_000])
    func aBrokenWireIsOpenWhateverTheThermistor(ohms: Double) throws {
        let point = Thermistor.CalibrationPoint(Celsius(25), Ohms(literal: ohms))
        let thermistor = try #require(Thermistor(beta: 4_300, through: point))
        for series in [33_000.0, 82_000, 220_000] {
            let probe = ProbeConfiguration(
                thermistor: thermistor,
                divider: Divider(series: Ohms(literal: series), thermistorSide: .low),
                coldest: Celsius(-40)
            )
            let broken = probe.divider.ratio(of: Ohms(literal: 6e6))
            #expect(probe.divider.finding(ratio: broken) == .openCircuit)
        }
    }

    @Test func aMissingThermistorIsOpenOnEitherSide() {
        for side in Divider.Side.allCases {
            let divider = Divider(series: Self.series, thermistorSide: side)
            #expect(divider.finding(ratio: divider.ratio(of: nil)) == .openCircuit)
        }
    }
}
