import SwitchCore
import Testing

@Suite struct DutyTests {
    @Test(arguments: [
        (Double.nan, 0.0), (-.infinity, 0), (-0.1, 0), (0, 0), (0.25, 0.25), (1, 1), (1.5, 1),
        (.infinity, 1),
    ])
    func aDutyIsAlwaysBetweenZeroAndOne(number: Double, expected: Double) {
        #expect(Duty(number).fraction == expected)
    }
}
