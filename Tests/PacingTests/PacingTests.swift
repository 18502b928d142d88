import Pacing
import SwitchCore
import Testing

private func seconds(_ seconds: Int64) -> Instant { .zero.advanced(by: .seconds(seconds)) }

struct LimiterTests {
    @Test("The first note passes, the next ones are held back for the interval, and counted")
    func interval() {
        var limiter = Limiter(every: .seconds(60))
        #expect(limiter.pass(at: seconds(5)) == 0)
        #expect(limiter.pass(at: seconds(6)) == nil)
        #expect(limiter.allows(at: seconds(64)) == false)
        #expect(limiter.pass(at: seconds(65)) == 2)
        #expect(limiter.pass(at: seconds(125)) == 0)
    }

    @Test("After a reset the next note passes at once and counts none before it")
    func reset() {
        var limiter = Limiter(every: .seconds(60))
        _ = limiter.pass(at: seconds(0))
        _ = limiter.pass(at: seconds(1))
        limiter.reset()
        #expect(limiter.pass(at: seconds(2)) == 0)
    }
}

struct BackOffTests {
    @Test("Each pause is twice the one before, up to the longest")
    func doubling() {
        var backOff = BackOff(first: .seconds(1), longest: .seconds(30))
        let pauses = (0..<7).map { _ in backOff.next() }
        #expect(pauses == [1, 2, 4, 8, 16, 30, 30].map { .seconds($0) })
    }

    @Test("After a success it begins with the first pause again")
    func reset() {
        var backOff = BackOff(first: .seconds(1), longest: .seconds(30))
        _ = backOff.next()
        _ = backOff.next()
        backOff.reset()
        #expect(backOff.next() == .seconds(1))
    }

    @Test("Jitter adds up to half of the pause and does not change the next one")
    func jitter() {
        var backOff = BackOff(first: .seconds(2), longest: .seconds(3))
        #expect(backOff.next(jitter: 1) == .seconds(3))
        #expect(backOff.next(jitter: 0.5) == .milliseconds(3_750))
        #expect(backOff.next(jitter: 0) == .seconds(3))
    }
}

struct TokenBucketTests {
    @Test("A full bucket allows the burst at once, and no more")
    func burst() {
        var bucket = TokenBucket(burst: 3, perSecond: 1, at: seconds(100))
        #expect((0..<4).map { _ in bucket.spend(at: seconds(100)) } == [true, true, true, false])
        #expect(bucket.isOpen(at: seconds(100)) == false)
    }

    @Test("An empty bucket refills by its rate, up to the burst")
    func refill() {
        var bucket = TokenBucket(burst: 2, perSecond: 1)
        #expect((0..<2).map { _ in bucket.spend(at: .zero) } == [true, true])
        #expect(bucket.spend(at: seconds(1)) == true)
        #expect(bucket.isOpen(at: seconds(1)) == false)
        #expect(bucket.isFull(at: seconds(2)) == false)
        #expect(bucket.isFull(at: seconds(3)) == true)
        #expect((0..<3).map { _ in bucket.spend(at: seconds(1_000)) } == [true, true, false])
    }

    @Test("A clock that steps back gives nothing")
    func backwards() {
        var bucket = TokenBucket(burst: 1, perSecond: 1, at: seconds(10))
        #expect(bucket.spend(at: seconds(10)) == true)
        #expect(bucket.spend(at: seconds(5)) == false)
    }
}
