import Plant
import Testing

@Suite struct RandomNumbersTests {
    /// The published test values of SplitMix64.
    @Test func itIsSplitMix64() {
        var numbers = RandomNumbers(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect(expected.map { _ in numbers.next() } == expected)
    }

    @Test func evenNumbersFillTheirRange() {
        var numbers = RandomNumbers(seed: 1)
        var sum = 0.0
        for _ in 0..<100_000 {
            let number = numbers.uniform()
            #expect(number >= 0 && number < 1)
            sum += number
        }
        #expect(abs(sum / 100_000 - 0.5) < 0.005)
    }

    @Test func theBellHasItsWidthAndNoWildTails() {
        var numbers = RandomNumbers(seed: 2)
        var sum = 0.0
        var squares = 0.0
        for _ in 0..<100_000 {
            let number = numbers.normal()
            #expect(abs(number) <= 3 * 2.0.squareRoot())
            sum += number
            squares += number * number
        }
        #expect(abs(sum / 100_000) < 0.02)
        #expect(abs((squares / 100_000).squareRoot() - 1) < 0.02)
    }
}
