import Daemon
import SwitchCore
import System
import Testing

@Suite struct SwitchWatchTests {
    private typealias Observation = SwitchWatch.Observation

    private static func instant(_ seconds: Double) -> Instant {
        Instant.zero.advanced(by: .milliseconds(Int64((seconds * 1_000).rounded())))
    }

    private static func running() -> SwitchWatch {
        var watch = SwitchWatch()
        #expect(watch.step(Observation(), at: .zero) == [.start])
        watch.confirmStart()
        return watch
    }

    private static func observation(_ change: (inout Observation) -> Void) -> Observation {
        var observation = Observation()
        change(&observation)
        return observation
    }

    @Test func aSwitchThatRunsIsLeftAlone() {
        var watch = Self.running()
        #expect(watch.step(Observation(), at: Self.instant(1)).isEmpty)
    }

    @Test(arguments: [ProgramEnd.signal(9), .status(0), .unknown])
    func aSwitchThatEndsHasDiedAndIsReplaced(end: ProgramEnd) {
        var watch = Self.running()
        let ended = Self.observation { $0.end = end }
        #expect(watch.step(ended, at: Self.instant(1)) == [.countDeath, .start])
    }

    @Test func aStartThatFailsIsRepeated() {
        var watch = SwitchWatch()
        #expect(watch.step(Observation(), at: .zero) == [.start])
        #expect(watch.step(Observation(), at: Self.instant(0.5)) == [.start])
    }

    /// The driver that held the old switch in the kernel holds the new one too.
    @Test func aNewSwitchThatCannotBeKilledIsToldAndActedOnAndNoOtherIsStarted() {
        var watch = Self.running()
        let ended = Self.observation { $0.end = .signal(9) }
        #expect(watch.step(ended, at: .zero) == [.countDeath, .start])
        watch.confirmStuckStart(at: Self.instant(3))
        #expect(watch.isEnding)
        #expect(!watch.isRunning)
        #expect(watch.step(Observation(), at: Self.instant(3)) == [.reportStuck(.seconds(1))])
        #expect(watch.isStuck)
        #expect(watch.step(Observation(), at: Self.instant(11.9)).isEmpty)
        #expect(watch.step(Observation(), at: Self.instant(12)) == [.takeFailureAction])
        #expect(watch.step(ended, at: Self.instant(13)) == [.start])
        #expect(!watch.isStuck)
    }

    /// SIGTERM for the whole process group: the switch turned its lines off and ended, and so will
    /// the daemon.
    @Test func aSwitchThatEndsInOrderDuringAStopIsNoFault() {
        var watch = Self.running()
        let ended = Self.observation {
            $0.end = .status(0)
            $0.isStopping = true
        }
        #expect(watch.step(ended, at: Self.instant(1)).isEmpty)
        let later = Self.observation { $0.isStopping = true }
        #expect(watch.step(later, at: Self.instant(2)).isEmpty)
    }

    /// A second SIGTERM ends a switch at once, but a hot element needs its blower until the daemon ends.
    @Test func aSwitchThatEndsInOrderWhileTheBlowerCoolsIsReplacedAndNoFault() {
        var watch = Self.running()
        let ended = Self.observation {
            $0.end = .status(0)
            $0.isStopping = true
            $0.isBlowerNeeded = true
        }
        #expect(watch.step(ended, at: Self.instant(1)) == [.start])
        watch.confirmStart()
        #expect(watch.step(ended, at: Self.instant(2)) == [.start])
        watch.confirmStart()
        let cold = Self.observation {
            $0.end = .status(0)
            $0.isStopping = true
        }
        #expect(watch.step(cold, at: Self.instant(3)).isEmpty)
        #expect(watch.step(Observation(), at: Self.instant(4)).isEmpty)
    }

    /// Nobody knows its lines, so another one has to turn them off.
    @Test func aSwitchThatIsKilledDuringAStopIsReplaced() {
        var watch = Self.running()
        let ended = Self.observation {
            $0.end = .signal(9)
            $0.isStopping = true
        }
        #expect(watch.step(ended, at: Self.instant(1)) == [.countDeath, .start])
    }

    @Test func aSwitchThatWasToldToEndWithTheDaemonStaysForTheBlower() {
        var watch = Self.running()
        let retiring = Self.observation { $0.isRetiring = true }
        #expect(watch.step(retiring, at: Self.instant(1)).isEmpty)
        let both = Self.observation {
            $0.isRetiring = true
            $0.isStopping = true
        }
        for second in 2..<300 {
            #expect(watch.step(both, at: Self.instant(Double(second))).isEmpty)
        }
    }

    @Test func aSwitchThatAloneWasToldToEndIsReplaced() {
        var watch = Self.running()
        let retiring = Self.observation { $0.isRetiring = true }
        #expect(watch.step(retiring, at: Self.instant(1)).isEmpty)
        #expect(watch.step(retiring, at: Self.instant(1.45)).isEmpty)
        #expect(
            watch.step(retiring, at: Self.instant(1.5)) == [.countDeath, .kill(.retiring)]
        )
        let ended = Self.observation { $0.end = .signal(9) }
        #expect(watch.step(ended, at: Self.instant(1.52)) == [.start])
    }

    @Test func aSilentSwitchIsKilledAndReplacedOnceItHasEnded() {
        var watch = Self.running()
        let silent = Self.observation { $0.isSilent = true }
        #expect(watch.step(silent, at: Self.instant(1)) == [.countDeath, .kill(.silent)])
        #expect(watch.isEnding)
        #expect(watch.step(silent, at: Self.instant(1.02)).isEmpty)
        let ended = Self.observation { $0.end = .signal(9) }
        #expect(watch.step(ended, at: Self.instant(1.04)) == [.start])
    }

    @Test func aSwitchThatCannotBeKilledIsToldOnceAMinuteAndActedOnOnce() {
        var watch = Self.running()
        let hungUp = Self.observation { $0.hasHungUp = true }
        #expect(watch.step(hungUp, at: .zero) == [.countDeath, .kill(.hungUp)])
        #expect(!watch.isStuck)
        var reports: [Double] = []
        var actions: [Double] = []
        for look in 1...7_000 {
            let seconds = Double(look) * 0.02
            for effect in watch.step(Observation(), at: Self.instant(seconds)) {
                switch effect {
                case .reportStuck: reports.append(seconds)
                case .takeFailureAction: actions.append(seconds)
                case .countDeath, .kill, .start: Issue.record("\(effect)")
                }
            }
        }
        #expect(watch.isStuck)
        #expect(reports == [1, 61, 121])
        #expect(actions == [10])
        #expect(
            watch.step(Self.observation { $0.end = .signal(9) }, at: Self.instant(141)) == [.start]
        )
    }
}
