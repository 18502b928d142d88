import Chamber
import SwitchCore
import Testing

/// From raw sample to trusted temperature: what a probe's reading requires, ignores and smooths.
@Suite struct ProbeReadingTests {
    @Test func aProbeReadsFromItsThirdSampleOn() {
        var bench = ControllerBench()
        #expect(bench.snapshot.chamber == ProbeStatus(condition: .waiting))
        // Samples come in the first, third and sixth step.
        for _ in 0..<5 {
            bench.step()
            #expect(bench.snapshot.chamber.condition == .waiting)
            #expect(bench.snapshot.chamber.temperature == nil)
        }
        bench.step()
        #expect(bench.snapshot.chamber.condition == .good)
    }

    @Test func aProbeThatTheBoardLacksIsAbsent() {
        var configuration = ControllerBench.configuration
        configuration.element = nil
        var bench = ControllerBench.ready(configuration)
        #expect(bench.snapshot.element == .absent)
        #expect(bench.snapshot.chamberSecond == .absent)
        _ = bench.answer(to: .heat(to: Celsius(50)))
        bench.run(seconds: 2)
        #expect(bench.snapshot.duty > .off, "a board may do without one")
    }

    private static let conditions: [(ControllerBench.Input, ProbeStatus.Condition)] = [
        (.open, .openCircuit), (.short, .shortCircuit), (.busFault, .unreadable),
        (.silent, .stale), (.degrees(-35.1), .openCircuit), (.degrees(-29.9), .good),
        (.degrees(84), .good),
    ]

    @Test(arguments: conditions.indices)
    func aProbeIsNamedForWhatIsWrongWithIt(row: Int) {
        let (input, condition) = Self.conditions[row]
        var bench = ControllerBench()
        bench.chamber = input
        bench.run(seconds: 3)
        #expect(bench.snapshot.chamber.condition == condition)
        #expect((bench.snapshot.chamber.temperature != nil) == (condition == .good))
    }

    @Test func silenceIsStaleAfterTwoAndAQuarterSeconds() throws {
        var bench = ControllerBench.ready()
        bench.chamber = .silent
        let time = try #require(
            bench.run(atMost: 5) { $0.snapshot.chamber.condition == .stale }
        )
        #expect((2.0...2.4).contains(time))
        bench.chamber = .degrees(25)
        bench.run(seconds: 1)
        #expect(bench.snapshot.chamber.condition == .good)
    }

    @Test func oneGoodSampleEndsARowOfBadOnes() {
        var bench = ControllerBench.ready()
        for _ in 0..<5 {
            bench.chamber = .busFault
            bench.run(seconds: 1.5)
            #expect(bench.snapshot.chamber.condition == .good)
            bench.chamber = .degrees(25)
            bench.run(seconds: 0.5)
        }
    }

    private static let slopes: [(kelvinPerSecond: Double, ProbeStatus.Condition)] = [
        (9.5, .good), (12, .implausible), (-9.5, .good), (-12, .implausible),
    ]

    @Test(arguments: slopes.indices)
    func whatChangesFasterThanTenKelvinASecondIsNotBelieved(row: Int) {
        let (slope, condition) = Self.slopes[row]
        var bench = ControllerBench()
        let start = slope > 0 ? 20.0 : 70
        bench.chamber = .degrees(start)
        bench.run(seconds: 3)
        // Samples come 200 and 300 ms apart in turn: each is that much further.
        for step in 1...45 {
            bench.chamber = .degrees(start + slope * Double(step) * 0.1)
            bench.step()
        }
        #expect(bench.snapshot.chamber.condition == condition)
    }

    @Test func aStepIsFollowedWithinSeconds() throws {
        var bench = ControllerBench.ready()
        bench.chamber = .degrees(27)
        bench.run(seconds: 0.6)
        let early = try #require(bench.snapshot.chamber.temperature).degrees
        #expect((25.2...26.6).contains(early), "the median waits for a second sample")
        bench.run(seconds: 6)
        let late = try #require(bench.snapshot.chamber.temperature).degrees
        #expect(abs(late - 27) < 0.03)
    }

    @Test func noiseIsSmoothed() throws {
        var bench = ControllerBench.ready()
        var lowest = Double.infinity
        var highest = -Double.infinity
        for step in 0..<600 {
            bench.chamber = .degrees(25 + (step % 10 < 5 ? 0.2 : -0.2))
            bench.step()
            guard step > 100 else { continue }
            let degrees = try #require(bench.snapshot.chamber.temperature).degrees
            lowest = min(lowest, degrees)
            highest = max(highest, degrees)
        }
        #expect(highest - lowest < 0.2, "of 0.4 K")
        #expect(highest > 25 && lowest < 25)
    }

    @Test func aWildFirstSampleIsLivedDown() throws {
        var bench = ControllerBench()
        bench.chamber = .degrees(70)
        bench.step()
        bench.chamber = .degrees(25)
        bench.run(seconds: 7)
        let degrees = try #require(bench.snapshot.chamber.temperature).degrees
        #expect(abs(degrees - 25) < 0.1)
    }
}
