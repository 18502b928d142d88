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

    @Test func aBeatThatIsASecondLateSteps() {
        var stall = Self.beating(until: 1_000)
        #expect(stall.decide(at: Self.instant(2_000)) { _ in false } == .step)
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

    @Test func aStallWithinTheWaitAsksAgain() {
        var stall = Self.beating(until: 1_000)
        #expect(stall.decide(at: Self.instant(6_000)) { _ in false } == .ask)
        #expect(stall.decide(at: Self.instant(9_000)) { _ in true } == .ask)
        let since = Self.instant(9_000)
        #expect(stall.decide(at: Self.instant(9_100)) { $0 == since } == .step)
    }
}
