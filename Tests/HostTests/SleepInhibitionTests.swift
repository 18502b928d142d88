import Host
import SwitchCore
import Testing

@Suite struct SleepInhibitionTests {
    private static func instant(_ seconds: Int64) -> Instant {
        Instant.zero.advanced(by: .seconds(seconds))
    }

    @Test func anInhibitorIsHeldAsLongAsTheMachineMustStayAwake() {
        var inhibition = SleepInhibition()
        #expect(inhibition.step(mustStayAwake: false, at: .zero) == nil)
        #expect(inhibition.step(mustStayAwake: true, at: Self.instant(1)) == .hold)
        #expect(inhibition.confirm(isHeld: true, at: Self.instant(1)) == true)
        #expect(inhibition.step(mustStayAwake: true, at: Self.instant(2)) == nil)
        #expect(inhibition.step(mustStayAwake: false, at: Self.instant(3)) == .release)
        inhibition.confirmRelease()
        #expect(inhibition.step(mustStayAwake: false, at: Self.instant(4)) == nil)
        #expect(inhibition.step(mustStayAwake: true, at: Self.instant(5)) == .hold)
    }

    @Test func aRefusalIsToldOnceAndTriedAgainEachMinute() {
        var inhibition = SleepInhibition()
        #expect(inhibition.step(mustStayAwake: true, at: .zero) == .hold)
        #expect(inhibition.confirm(isHeld: false, at: .zero) == true)
        #expect(inhibition.step(mustStayAwake: true, at: Self.instant(59)) == nil)
        #expect(inhibition.step(mustStayAwake: true, at: Self.instant(60)) == .hold)
        #expect(inhibition.confirm(isHeld: false, at: Self.instant(60)) == false)
    }

    @Test func theNextHeatTriesAtOnceAndTellsAgain() {
        var inhibition = SleepInhibition()
        _ = inhibition.step(mustStayAwake: true, at: .zero)
        _ = inhibition.confirm(isHeld: false, at: .zero)
        #expect(inhibition.step(mustStayAwake: false, at: Self.instant(1)) == nil)
        #expect(inhibition.step(mustStayAwake: true, at: Self.instant(2)) == .hold)
        #expect(inhibition.confirm(isHeld: false, at: Self.instant(2)) == true)
    }
}
