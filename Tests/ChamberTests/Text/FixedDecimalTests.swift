import Chamber
import Testing

@Suite struct FixedDecimalTests {
    private static let rows: [(Double, Int, String)] = [
        (0, 0, "0"), (0, 3, "0.000"), (-0.0, 1, "0.0"), (25, 1, "25.0"), (25.04, 1, "25.0"),
        (25.05, 1, "25.1"), (25.96, 1, "26.0"), (99.995, 2, "100.00"), (-0.04, 1, "0.0"),
        (-0.05, 1, "-0.1"), (-0.5, 0, "-1"), (0.5, 0, "1"), (-12.345, 2, "-12.35"),
        (1.000_001, 6, "1.000001"), (0.007, 2, "0.01"), (7, 2, "7.00"), (1e9, 3, "1000000000.000"),
        (123_456.789, 3, "123456.789"),
    ]

    @Test(arguments: rows.indices)
    func aNumberIsRoundedAndWrittenOut(row: Int) {
        let (number, decimals, expected) = Self.rows[row]
        #expect(number.fixed(decimals) == expected)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, -1e300, 9e15])
    func whatHasNoSuchFormIsNotANumber(number: Double) {
        #expect(number.fixed(2) == "nan")
    }

    @Test func decimalsStayWithinZeroAndSix() {
        #expect(1.5.fixed(-3) == "2")
        #expect(0.123_456_789.fixed(99) == "0.123457")
    }
}
