import Daemon
import SwitchCore
import Testing

@Suite struct UpgradeWaitTests {
    private static let start = Instant.zero.advanced(by: .hours(2))

    private static func sight(_ change: (inout UpgradeWait.Sight) -> Void) -> UpgradeWait.Sight {
        var sight = UpgradeWait.Sight()
        sight.isInstalled = true
        change(&sight)
        return sight
    }

    @Test func withoutANewVersionNothingHappens() {
        var wait = UpgradeWait()
        #expect(wait.step(UpgradeWait.Sight(), at: Self.start).isEmpty)
    }

    @Test func anIdleVersionEndsAtOnceForTheNewOne() {
        var wait = UpgradeWait()
        #expect(wait.step(Self.sight { _ in }, at: Self.start) == [.end])
    }

    @Test func aVersionThatHeatsTellsOnceAndRunsOn() {
        var wait = UpgradeWait()
        let heating = Self.sight { $0.isHeatPossible = true }
        #expect(wait.step(heating, at: Self.start) == [.announce])
        #expect(wait.step(heating, at: Self.start.advanced(by: .hours(12))).isEmpty)
        #expect(wait.step(Self.sight { _ in }, at: Self.start.advanced(by: .hours(13))) == [.end])
    }

    @Test func aHotElementCoolsFirst() {
        var wait = UpgradeWait()
        let cooling = Self.sight { $0.isCooling = true }
        #expect(wait.step(cooling, at: Self.start) == [.announce])
        let later = Self.start.advanced(by: UpgradeWait.longestCooling)
        #expect(wait.step(cooling, at: later.advanced(by: .seconds(-1))).isEmpty)
        #expect(wait.step(cooling, at: later) == [.end])
    }

    @Test func heatBetweenStartsTheCoolingAgain() {
        var wait = UpgradeWait()
        let cooling = Self.sight { $0.isCooling = true }
        _ = wait.step(cooling, at: Self.start)
        let later = Self.start.advanced(by: UpgradeWait.longestCooling)
        _ = wait.step(Self.sight { $0.isHeatPossible = true }, at: later)
        #expect(wait.step(cooling, at: later.advanced(by: .seconds(1))).isEmpty)
    }

    @Test func anUpdateByFileComesToItsEnd() {
        var wait = UpgradeWait()
        #expect(wait.step(Self.sight { $0.isUpdating = true }, at: Self.start) == [.announce])
    }
}
