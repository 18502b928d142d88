import Daemon
import SwitchCore
import Testing

@Suite struct OwnStallTests {
    private static func instant(_ milliseconds: Int) -> Instant {
        Instant.zero.advanced(by: .milliseconds(milliseconds))
    }

    /// Beats ten times a second until `last`, each of which may step.
    private static func beating(until last: Int) -> OwnStall {
        var stall = OwnStall()
        for beat in stride(from: 0, through: last, by: 100) {
            #expect(stall.decide(at: instant(beat)) { _ in false } == .step)
        }
        return stall
    }

    /// Held back, it would come more than 2 s after the step before: a stumble of the clock.
    @Test(arguments: [1_000, 1_001, 1_700, 1_950, 2_000])
    func aBeatThatTheClockRuleToleratesStepsAtOnce(gap: Int) {
        var stall = Self.beating(until: 1_000)
        #expect(stall.decide(at: Self.instant(1_000 + gap)) { _ in false } == .step)
    }

    @Test func afterAStallTheHardwareIsAskedBeforeTheStep() {
        var stall = Self.beating(until: 1_000)
        let woken = Self.instant(6_000)
        #expect(stall.decide(at: woken) { _ in true } == .ask)
        #expect(stall.decide(at: Self.instant(6_100)) { $0 == woken } == .step)
        #expect(stall.decide(at: Self.instant(6_200)) { _ in false } == .step)
    }

    @Test func theStepWaitsForAnAnswerButNotForLong() {
        var stall = Self.beating(until: 1_000)
        let decisions = [6_000, 6_100, 6_200, 6_300, 6_400].map { beat in
            stall.decide(at: Self.instant(beat)) { _ in false }
        }
        #expect(decisions == [.ask, .wait, .wait, .step, .step])
    }

    /// The guards judge, and a stop is read: whoever goes on waiting here may wait for ever.
    @Test func aStallWithinTheWaitEndsIt() {
        var stall = Self.beating(until: 1_000)
        #expect(stall.decide(at: Self.instant(6_000)) { _ in false } == .ask)
        #expect(stall.decide(at: Self.instant(9_000)) { _ in false } == .step)
    }

    @Test(arguments: [400, 1_500, 2_001, 5_000])
    func beatsThatAllComeLateStillMakeSteps(gap: Int) {
        var stall = Self.beating(until: 1_000)
        let decisions = (1...20).map { beat in
            stall.decide(at: Self.instant(1_000 + beat * gap)) { _ in false }
        }
        #expect(decisions.count { $0 == .step } >= 10)
    }
}
