import Inputs
import SwitchCore
import Testing

@Suite struct PulseCounterTests {
    private static func milliseconds(_ value: Double) -> Instant {
        Instant(nanoseconds: Int64(value * 1e6))
    }

    /// The counts of steps of 100 ms, of which the kernel keeps the first or the last `kept` pulses.
    private func counts(every interval: Double, kept: Int = 100, newest: Bool = true) -> [Int] {
        var counter = PulseCounter(at: .zero)
        return (0..<20).map { step in
            let from = Double(step) * 100
            let all = stride(from: interval, through: 2_000, by: interval)
                .filter { $0 > from && $0 <= from + 100 }
            for time in newest ? all.suffix(kept) : all.prefix(kept) {
                counter.receive(at: Self.milliseconds(time))
            }
            return counter.collect(at: Self.milliseconds(from + 100))
        }
    }

    @Test func slowPulsesAreCountedOneByOne() {
        #expect(counts(every: 250).reduce(0, +) == 8)
        #expect(counts(every: 50) == Array(repeating: 2, count: 20))
    }

    @Test(arguments: [true, false])
    func pulsesThatTheKernelDropsAreCountedByTheTimesOfTheOthers(_ newest: Bool) {
        let all = counts(every: 3)
        let some = counts(every: 3, kept: 8, newest: newest)
        #expect(abs(all.reduce(0, +) - 667) <= 7)
        #expect(abs(some.reduce(0, +) - 667) <= 7)
    }

    @Test func noPulseIsNone() {
        #expect(counts(every: 5_000) == Array(repeating: 0, count: 20))
    }

    @Test func pulsesAtOneTimeAreNoEndlessSpeed() {
        var counter = PulseCounter(at: .zero)
        for _ in 0..<9 { counter.receive(at: Self.milliseconds(50)) }
        #expect(counter.collect(at: Self.milliseconds(100)) == 9)
        for step in 0..<5 { counter.receive(at: Instant(nanoseconds: 150_000_000 + Int64(step))) }
        #expect(counter.collect(at: Self.milliseconds(200)) == 10_000)
    }
}
