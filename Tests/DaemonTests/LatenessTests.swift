import Chamber
import Daemon
import Surroundings
import SwitchCore
import Testing

@Suite struct LatenessTests {
    @Test func nothingIsKnownBeforeTheFirstStep() {
        #expect(Lateness().timing == BeatTiming())
    }

    @Test(arguments: [0, 1, 3, 4, 7, 8, 99, 1_000, 20_000, 3_600_000])
    func oneStepIsResolvedToAFifth(microseconds: Int) {
        let lateness = Lateness()
        lateness.record(.microseconds(microseconds))
        lateness.record(.seconds(7_000))
        let median = lateness.timing.median.inSeconds * 1e6
        #expect(median >= Double(microseconds))
        #expect(median <= Double(microseconds) * 1.25 + 1.001)
    }

    @Test func ranksAreThoseOfTheSteps() {
        let lateness = Lateness()
        for step in 0..<1_000 {
            let milliseconds = step < 980 ? 1 : step < 998 ? 10 : 100
            lateness.record(.milliseconds(milliseconds))
        }
        let timing = lateness.timing
        #expect(timing.steps == 1_000)
        #expect((1.0...1.25).contains(timing.median.inSeconds * 1e3))
        #expect((10.0...12.5).contains(timing.percentile99.inSeconds * 1e3))
        #expect(timing.percentile999 == .milliseconds(100))
        #expect(timing.worst == .milliseconds(100))
    }

    @Test func stepsAreCountedBelowEachLimit() {
        let lateness = Lateness()
        for microseconds in [1, 127, 129, 8_000, 40_000, 5_000_000] {
            lateness.record(.microseconds(microseconds))
        }
        #expect(lateness.timing.counts == [2, 3, 3, 4, 4, 5, 5, 5])
        #expect(lateness.timing.sum == .microseconds(5_048_257))
    }

    @Test func aStepThatIsEarlyCountsAsPunctual() {
        let lateness = Lateness()
        lateness.record(.milliseconds(-5))
        #expect(lateness.timing.steps == 1)
        #expect(lateness.timing.median <= .microseconds(1))
    }
}
