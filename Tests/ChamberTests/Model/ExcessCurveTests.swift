import Chamber
import Testing

@Suite struct ExcessCurveTests {
    private static let plain = ExcessCurve(
        base: 43,
        perKelvin: 0,
        perSquareKelvin: 0,
        highest: 60
    )
    private static let fading = ExcessCurve(
        base: 60,
        perKelvin: -0.4,
        perSquareKelvin: 0,
        highest: 60
    )

    @Test(arguments: [-5.0, 0, 30, 60, 200])
    func aPlainHeaterHasOneNumber(rise: Double) {
        #expect(Self.plain.bounds(at: rise) == (43, 43))
        #expect(Self.plain.hot == 43)
    }

    @Test func withinWhatWasSeenACurveIsOneNumberToo() {
        let bounds = Self.fading.bounds(at: 40)
        #expect(bounds == (44, 44))
        #expect(Self.fading.most == 58.8)
    }

    @Test func beyondWhatWasSeenItMayStayOrFadeOn() {
        let (low, high) = Self.fading.bounds(at: 100)
        #expect(high == Self.fading.hot)
        #expect(low < high && low >= 0.2 * Self.fading.most)
    }

    @Test func noBoundIsEverZeroOrLess() {
        for rise in stride(from: -50.0, through: 500, by: 1) {
            let (low, high) = Self.fading.bounds(at: rise)
            #expect(low > 0 && high >= low)
        }
    }
}
