import Chamber
import SwitchCore
import Testing
import hearth_prove

@Suite struct RegulationScoreTests {
    /// Twenty minutes of warming from 20 °C, then a swing around 60 °C, a beat a second.
    private static func score(swing: Double, hours: Double = 1) -> RegulationScore {
        var score = RegulationScore(target: Celsius(60))
        for second in 0..<Int(hours * 3600) {
            let air =
                second < 1_200
                ? 20 + Double(second) / 30 : 60 + (second % 2 == 0 ? swing : -swing)
            score.add(air: air, element: 80, switchings: second / 10, seconds: Double(second))
        }
        return score
    }

    @Test func theSetPointIsReachedWithinADegree() {
        #expect(Self.score(swing: 0).secondsToReach == 1_170)
    }

    @Test func aSteadySwingIsItsOwnRootMeanSquare() throws {
        let rms = try #require(Self.score(swing: 0.4).holdRMSKelvin)
        #expect(abs(rms - 0.4) < 1e-9)
        #expect(abs(Self.score(swing: 0.4).overshootKelvin - 0.4) < 1e-9)
    }

    @Test func whatNeverReachedItsSetPointHasNoHold() {
        let score = Self.score(swing: 0, hours: 0.3)
        #expect(score.secondsToReach == nil)
        #expect(score.holdRMSKelvin == nil)
        #expect(score.product == nil)
    }

    @Test func switchingsCountByTheHour() {
        #expect(abs(Self.score(swing: 0).switchingsPerHour - 360) < 1)
    }

    @Test func noFactorOfTheProductIsZero() throws {
        #expect(try #require(Self.score(swing: 0).product) > 0)
    }
}
