import Chamber
import SwitchCore
import Testing
import Update

struct TrialJudgeTests {
    @Test func goodOrderHasToLastWithoutABreak() {
        var judge = TrialJudge(length: .seconds(60))
        var proved: [Int] = []
        for second in 0...200 {
            let isGood = second != 50
            let now = Instant.zero.advanced(by: .seconds(second))
            if judge.step(.inspected(isGood: isGood), at: now) == [.prove] { proved.append(second) }
            #expect(judge.deadline == (isGood ? Self.proof(after: second) : nil))
        }
        #expect(proved.first == 111)
    }

    /// When good order that began before or after the break at 50 s has lasted for 60 s.
    private static func proof(after second: Int) -> Instant {
        Instant.zero.advanced(by: .seconds(second < 50 ? 60 : 111))
    }

    @Test func whatIsNeverInGoodOrderIsNeverProved() {
        var judge = TrialJudge(length: .seconds(5))
        for second in 0...1000 {
            let now = Instant.zero.advanced(by: .seconds(second))
            let effects = judge.step(.inspected(isGood: false), at: now)
            #expect(effects == [])
        }
    }
}
