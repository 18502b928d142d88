import Notify
import SwitchCore
import Testing

@Suite struct NoticeQueueTests {
    private static func notice(_ number: UInt64, _ kind: Notice.Kind = .ready) -> Notice {
        Notice(number, kind, "Text \(number).", at: .zero)
    }

    private static func second(_ seconds: Int) -> Instant {
        Instant.zero.advanced(by: .seconds(seconds))
    }

    private static func sent(_ effects: [NoticeQueue.Effect]) -> [UInt64] {
        effects.compactMap { if case .send(let notice) = $0 { notice.number } else { nil } }
    }

    private static func recorded(_ effects: [NoticeQueue.Effect]) -> [String] {
        effects.compactMap { if case .record(let text, _) = $0 { text } else { nil } }
    }

    @Test func oneIsSentAfterTheOther() {
        var queue = NoticeQueue(to: "example.org")
        #expect(Self.sent(queue.step(.posted(Self.notice(1)), at: .zero)) == [1])
        #expect(queue.step(.posted(Self.notice(2)), at: .zero) == [])
        #expect(Self.sent(queue.step(.sent, at: .zero)) == [2])
        #expect(queue.step(.sent, at: .zero) == [])
        #expect(queue.count == 0)
        #expect(queue.trouble == nil)
    }

    @Test func aFailureIsTriedAgainAfterPausesThatGrow() {
        var queue = NoticeQueue(to: "example.org")
        _ = queue.step(.posted(Self.notice(1)), at: .zero)
        var now = Instant.zero
        var pauses: [Int] = []
        for _ in 0..<9 {
            _ = queue.step(.failed("answers status 500"), at: now)
            guard let deadline = queue.deadline else { break }
            pauses.append(Int(deadline.seconds(since: now)))
            let early = deadline.advanced(by: .milliseconds(-1))
            #expect(queue.step(.tick, at: early) == [])
            now = deadline
            #expect(Self.sent(queue.step(.tick, at: now)) == [1])
        }
        #expect(pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600])
    }

    @Test func aTroubleStandsFromTheFailureToTheNextSuccess() throws {
        var queue = NoticeQueue(to: "example.org")
        _ = queue.step(.posted(Self.notice(1)), at: .zero)
        let effects = queue.step(.failed("answers status 500"), at: .zero)
        #expect(
            Self.recorded(effects) == ["Messages do not reach example.org: it answers status 500."]
        )
        let trouble = try #require(queue.trouble)
        #expect(trouble.hasSuffix("One message waits and is sent when it does."))
        _ = queue.step(.tick, at: Self.second(5))
        #expect(Self.recorded(queue.step(.failed("is away"), at: Self.second(5))) == [])
        _ = queue.step(.tick, at: Self.second(60))
        let ended = queue.step(.sent, at: Self.second(60))
        #expect(Self.recorded(ended) == ["Messages reach example.org again."])
        #expect(queue.trouble == nil)
    }

    @Test func aFullQueueLeavesOutTheOldestAndSaysWhich() throws {
        var queue = NoticeQueue(to: "example.org")
        _ = queue.step(.posted(Self.notice(1)), at: .zero)
        _ = queue.step(.failed("is away"), at: .zero)
        _ = queue.step(.posted(Self.notice(2, .fault)), at: .zero)
        for number in 3...UInt64(NoticeQueue.capacity) {
            _ = queue.step(.posted(Self.notice(number)), at: .zero)
        }
        #expect(queue.count == NoticeQueue.capacity)
        let effects = queue.step(.posted(Self.notice(99)), at: .zero)
        #expect(queue.count == NoticeQueue.capacity)
        #expect(
            Self.recorded(effects) == [
                "Not sent to example.org, as too many wait: Ready. Text 3."
            ]
        )
        let trouble = try #require(queue.trouble)
        #expect(trouble.contains("The queue is full"))
    }

    @Test func nobodyIsToldOfYesterday() {
        var queue = NoticeQueue(to: "example.org")
        _ = queue.step(.posted(Self.notice(1)), at: .zero)
        _ = queue.step(.failed("is away"), at: .zero)
        let late = Instant.zero.advanced(by: NoticeQueue.longestAge + .seconds(1))
        let effects = queue.step(.tick, at: late)
        #expect(Self.sent(effects) == [])
        #expect(Self.recorded(effects).count == 1)
        #expect(queue.count == 0)
    }

    @Test func whatWaitsAtTheEndStandsInTheEvents() {
        var queue = NoticeQueue(to: "example.org")
        _ = queue.step(.posted(Self.notice(1)), at: .zero)
        _ = queue.step(.posted(Self.notice(2, .fault)), at: .zero)
        #expect(Self.recorded(queue.step(.ended, at: .zero)).count == 2)
    }
}
