import Access
import Chamber
import SwitchCore
import Testing

struct LoginGuardTests {
    private let attacker: PeerAddress
    private let owner: PeerAddress

    init() throws {
        attacker = try #require(PeerAddress("192.168.1.66"))
        owner = try #require(PeerAddress("192.168.1.7"))
    }

    @Test func threeTriesAreFreeAndThenTheWaitDoublesToAMinute() {
        var guardian = LoginGuard()
        var now = Instant.zero
        var waits: [Int] = []
        for _ in 0..<12 {
            guardian.failed(attacker, at: now)
            let wait = guardian.wait(of: attacker, at: now) ?? .zero
            waits.append(Int(wait.components.seconds))
            now = now.advanced(by: wait)
        }
        #expect(waits == [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60])
        #expect(guardian.wait(of: attacker, at: now) == nil)
        #expect(guardian.wait(of: owner, at: now) == nil)
    }

    @Test func allAddressesTogetherGetOneTryASecondAtWorst() throws {
        var guardian = LoginGuard()
        let now = Instant.zero
        for number in 0..<5_000 {
            guardian.failed(
                try #require(PeerAddress("10.0.\(number / 256).\(number % 256)")),
                at: now
            )
        }
        #expect(!guardian.isOpen(at: now.advanced(by: .milliseconds(999))))
        #expect(guardian.isOpen(at: now.advanced(by: .seconds(1))))
    }

    @Test func theOwnerIsServedBeforeThoseWhoGuess() {
        var guardian = LoginGuard()
        guardian.succeeded(owner)
        guardian.failed(attacker, at: .zero)
        #expect(guardian.rank(of: owner) < guardian.rank(of: attacker))
    }

    @Test func aRightPasswordForgetsTheFailures() {
        var guardian = LoginGuard()
        for _ in 0..<5 { guardian.failed(owner, at: .zero) }
        guardian.succeeded(owner)
        #expect(guardian.wait(of: owner, at: .zero) == nil)
    }

    @Test func failuresAreForgottenInTime() {
        var guardian = LoginGuard()
        for _ in 0..<9 { guardian.failed(owner, at: .zero) }
        let later = Instant.zero.advanced(by: .minutes(16))
        guardian.failed(owner, at: later)
        #expect(guardian.wait(of: owner, at: later) == nil)
    }
}

struct LoginQueueTests {
    private func address(_ number: Int) throws -> PeerAddress {
        try #require(PeerAddress("10.0.0.\(number)"))
    }

    private func entry(_ number: Int) throws -> LoginQueue<Int>.Try {
        LoginQueue.Try(asker: number, address: try address(number), password: [])
    }

    @Test func theBestRankGoesFirstAndThenWhoCameFirst() throws {
        var queue = LoginQueue<Int>()
        let good = try address(3)
        for number in 1...4 {
            let entry = try entry(number)
            #expect(queue.add(entry) { _ in 0 } == nil)
        }
        let order = (1...4).map { _ in queue.removeNext { $0 == good ? -1 : 0 }?.asker }
        #expect(order == [3, 1, 2, 4])
        #expect(queue.removeNext { _ in 0 } == nil)
    }

    @Test func anAddressWaitsOnce() throws {
        var queue = LoginQueue<Int>()
        let first = try entry(1)
        #expect(queue.add(first) { _ in 0 } == nil)
        let again = LoginQueue<Int>.Try(asker: 9, address: try address(1), password: [])
        #expect(queue.add(again) { _ in 0 } == 9)
    }

    @Test func aFullQueueSendsTheWorstAway() throws {
        var queue = LoginQueue<Int>()
        for number in 0..<LoginQueue<Int>.most {
            let entry = try entry(number)
            #expect(queue.add(entry) { _ in 5 } == nil)
        }
        let (other, new) = (try entry(100), try entry(101))
        #expect(queue.add(other) { _ in 5 } == 100)
        let fresh = try address(101)
        let loser = queue.add(new) { $0 == fresh ? 0 : 5 }
        #expect(loser == LoginQueue<Int>.most - 1)
        #expect(queue.removeNext { $0 == fresh ? 0 : 5 }?.asker == 101)
    }
}
