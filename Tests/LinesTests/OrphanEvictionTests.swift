import Glibc
import Lines
import Testing

@Suite struct OrphanEvictionTests {
    private static let pause = Duration.milliseconds(20)

    @Test func anOrphanIsToldToEndAtOnceAndKilledAfterHalfASecond() {
        var eviction = OrphanEviction()
        #expect(eviction.next(after: Self.pause) == .signal(SIGTERM))
        for _ in 1..<25 { #expect(eviction.next(after: Self.pause) == .wait) }
        #expect(eviction.next(after: Self.pause) == .signal(SIGKILL))
    }

    @Test func theAttemptsEndAfterASecond() {
        var eviction = OrphanEviction()
        var steps: [OrphanEviction.Step] = []
        repeat { steps.append(eviction.next(after: Self.pause)) } while steps.last != .giveUp
        #expect(steps.count == 51)
        #expect(steps.filter { $0 == .signal(SIGKILL) }.count == 1)
    }
}
