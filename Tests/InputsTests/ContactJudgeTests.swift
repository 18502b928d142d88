import Inputs
import SwitchCore
import Testing

@Suite struct ContactJudgeTests {
    private static func milliseconds(_ value: Double) -> Instant {
        Instant(nanoseconds: Int64(value * 1e6))
    }

    /// Gives a judge the edges (ms, open) and then a look every 100 ms; answers with the times at which
    /// the looks found the contact changed.
    private func changes(
        from isOpen: Bool = false,
        _ edges: [(at: Double, isOpen: Bool)],
        until end: Double = 3_000
    ) -> [(at: Double, isOpen: Bool)] {
        var judge = ContactJudge(isOpen: isOpen, at: .zero)
        var rest = edges[...]
        var reads = isOpen
        var found: [(at: Double, isOpen: Bool)] = []
        for look in stride(from: 100.0, through: end, by: 100) {
            let before = judge.isOpen
            while let edge = rest.first, edge.at <= look {
                judge.receive(reads: edge.isOpen, at: Self.milliseconds(edge.at))
                reads = edge.isOpen
                rest.removeFirst()
            }
            judge.receive(reads: reads, at: Self.milliseconds(look))
            if judge.isOpen != before { found.append((look, judge.isOpen)) }
        }
        return found
    }

    /// Chatter from `begin` to `end`, `period` ms long, of which the first half reads open.
    private func chatter(_ begin: Double, _ end: Double, _ period: Double) -> [(Double, Bool)] {
        stride(from: begin, to: end, by: period).flatMap { at in
            [(at, true), (at + period / 2, false)]
        }
    }

    @Test func aContactThatOpensIsOpenAtTheNextLook() {
        let found = changes([(510, true)])
        #expect(found.map(\.at) == [600])
        #expect(found.map(\.isOpen) == [true])
    }

    @Test(arguments: [0.2, 1, 4, 18])
    func bounceDelaysNoOpeningAndMakesOneOfIt(_ period: Double) {
        let found = changes(chatter(501, 560, period) + [(560, true)])
        #expect(found.map(\.at) == [600])
        #expect(found.map(\.isOpen) == [true])
    }

    @Test(arguments: [1.0, 8, 20])
    func chatterThatNeverEndsIsAnOpenContact(_ period: Double) {
        let found = changes(chatter(501, 3_000, period))
        #expect(found.map(\.at) == [600])
        #expect(found.map(\.isOpen) == [true])
    }

    @Test func aPressBetweenTwoLooksIsSeen() {
        #expect(changes([(520, true), (580, false)]).map(\.at) == [600, 1_100])
    }

    @Test func spikesOfARelayAreNoOpening() {
        let spikes = stride(from: 200.0, to: 2_900, by: 100).flatMap {
            [($0, true), ($0 + 1, false)]
        }
        #expect(changes(spikes).isEmpty)
    }

    @Test func aContactIsClosedOnlyOnceItHasStoodStillForHalfASecond() {
        let edges = [(1_010.0, false)] + chatter(1_020, 1_080, 6) + [(1_080, false)]
        let found = changes(from: true, edges)
        #expect(found.map(\.isOpen) == [false])
        #expect(found.map(\.at) == [1_600])
    }

    @Test func aCutWireStaysOpen() {
        #expect(changes([(100, true)], until: 60_000).map(\.isOpen) == [true])
    }

    @Test func anEdgeWithATimeBeforeTheLastOneCountsAsTheLastOne() {
        var judge = ContactJudge(isOpen: false, at: Self.milliseconds(100))
        judge.receive(reads: true, at: Self.milliseconds(50))
        judge.receive(reads: true, at: Self.milliseconds(104))
        #expect(!judge.isOpen)
        judge.receive(reads: true, at: Self.milliseconds(105))
        #expect(judge.isOpen)
    }
}
