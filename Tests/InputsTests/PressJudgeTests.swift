import Inputs
import SwitchCore
import Testing

@Suite struct PressJudgeTests {
    /// Reads every 10 ms a button that is down in the given spans of milliseconds; returns the
    /// presses and their times.
    private static func presses(
        down spans: [ClosedRange<Int>],
        until end: Int
    ) -> [(PressJudge.Press, Int)] {
        func isDown(_ time: Int) -> Bool { spans.contains { $0.contains(time) } }
        var judge = PressJudge(isDown: isDown(0), at: .zero)
        var found: [(PressJudge.Press, Int)] = []
        for time in stride(from: 0, through: end, by: 10) {
            let now = Instant.zero.advanced(by: .milliseconds(time))
            if let press = judge.look(isDown: isDown(time), at: now) { found.append((press, time)) }
        }
        return found
    }

    @Test func aPressCountsWhenItIsLetGo() {
        let found = Self.presses(down: [1_000...1_200], until: 3_000)
        #expect(found.map(\.0) == [.short])
        #expect(found.first?.1 == 1_240)
    }

    @Test func bouncesAreNoPresses() {
        let bounces = (0..<5).map { (1_000 + 20 * $0)...(1_009 + 20 * $0) }
        #expect(Self.presses(down: bounces, until: 3_000).isEmpty)
    }

    @Test func aPressThatBouncesAtBothEndsIsOne() {
        let found = Self.presses(
            down: [1_000...1_009, 1_020...1_029, 1_040...1_300, 1_320...1_329],
            until: 3_000
        )
        #expect(found.map(\.0) == [.short])
    }

    @Test func fiveSecondsAreALongPressAndNothingBesides() {
        let found = Self.presses(down: [1_000...9_000], until: 12_000)
        #expect(found.map(\.0) == [.long])
        #expect(found.first?.1 == 6_000)
    }

    @Test func justLessIsAShortPress() {
        #expect(Self.presses(down: [1_000...5_980], until: 8_000).map(\.0) == [.short])
    }

    @Test func aButtonThatIsHeldAtTheStartIsIgnoredUntilItIsLetGo() {
        let found = Self.presses(down: [0...20_000, 21_000...21_200], until: 23_000)
        #expect(found.map(\.0) == [.short])
        #expect(found.first?.1 == 21_240)
    }
}
