import Daemon
import Testing

@Suite struct BoundedRingTests {
    @Test func whatGoesInFirstComesOutFirst() {
        var ring = BoundedRing<Int>(capacity: 3)
        let fit = (1...3).map { ring.append($0) }
        #expect(fit == [true, true, true])
        let first = ring.popFirst()
        #expect(first == 1)
        let fitsAgain = ring.append(4)
        #expect(fitsAgain)
        let rest = ring.drain()
        #expect(rest == [2, 3, 4])
        let none = ring.popFirst()
        #expect(none == nil)
    }

    @Test func aFullRingLosesTheNewestAndCountsIt() {
        var ring = BoundedRing<Int>(capacity: 2)
        let fit = (1...3).map { ring.append($0) }
        #expect(fit == [true, true, false])
        #expect(ring.dropped == 1)
        let rest = ring.drain()
        #expect(rest == [1, 2])
    }
}
