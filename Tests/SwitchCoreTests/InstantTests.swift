import SwitchCore
import Testing

@Suite struct InstantTests {
    @Test func timeIsCountedInNanoseconds() {
        let later = Instant.zero.advanced(by: .milliseconds(1_500))
        #expect(later.nanoseconds == 1_500_000_000)
        #expect(later.duration(since: .zero) == .milliseconds(1_500))
        #expect(later.seconds(since: .zero) == 1.5)
    }

    @Test func theEndsOfTheRangeHold() {
        #expect(Instant.distantFuture.advanced(by: .seconds(1)) == .distantFuture)
        let first = Instant(nanoseconds: .min)
        #expect(first.advanced(by: .seconds(-1)) == first)
        #expect(Duration.seconds(Int64.max).inNanoseconds == .max)
        #expect(Duration.seconds(Int64.min / 2).inNanoseconds == .min)
    }
}
