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

    @Test func aMissingThermistorIsOpenOnEitherSide() {
        for side in Divider.Side.allCases {
            let divider = Divider(series: Self.series, thermistorSide: side)
            #expect(divider.finding(ratio: divider.ratio(of: nil)) == .openCircuit)
        }
    }
}
