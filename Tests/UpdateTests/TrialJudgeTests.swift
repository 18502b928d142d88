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
            if judge.isProved(isGood: isGood, at: now) { proved.append(second) }
        }
        #expect(proved.first == 111)
    }

    @Test func whatIsNeverInGoodOrderIsNeverProved() {
        var judge = TrialJudge(length: .seconds(5))
        for second in 0...1000 {
            let now = Instant.zero.advanced(by: .seconds(second))
            let isProved = judge.isProved(isGood: false, at: now)
            #expect(!isProved)
        }
    }
}
