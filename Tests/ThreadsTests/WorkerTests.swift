import Glibc
import SwitchCore
import Synchronization
import Testing
import Threads

@Suite struct WorkerTests {
    /// The calls of a work, in order.
    private final class Diary: Sendable {
        private let lines = Mutex<[String]>([])
        private let count = Semaphore()

        func write(_ line: String) {
            lines.withLock { $0.append(line) }
            count.up()
        }

        /// The first `count` lines, as soon as there are so many.
        func first(_ count: Int) -> [String] {
            for _ in 0..<count { self.count.down() }
            return Array(all.prefix(count))
        }

        var all: [String] { lines.withLock { $0 } }
    }

    /// A semaphore.
    private final class Semaphore: @unchecked Sendable {
        // Safe to share: POSIX says so of semaphores.
        private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

        init() { sem_init(semaphore, 0, 0) }

        deinit {
            sem_destroy(semaphore)
            semaphore.deallocate()
        }

        func up() { sem_post(semaphore) }

        func down() { while sem_wait(semaphore) != 0 {} }
    }

    /// Writes down each call; serves again at once while `turns` are left, and is done after them.
    private struct DiaryWork: Work {
        let diary: Diary
        var watchedDescriptor: CInt = -1
        var turns: Int?

        var watched: [pollfd] { [pollfd(watching: watchedDescriptor, for: POLLIN)] }
        var isDone: Bool { turns == 0 }

        mutating func begin(at now: Instant) -> Instant? {
            diary.write("begin")
            return turns == nil ? nil : now
        }

        mutating func receive(_ descriptor: CInt, _ events: Int16, at now: Instant) {
            diary.write("receive")
            close(descriptor)
            watchedDescriptor = -1
        }

        mutating func serve(_ messages: [Int], at now: Instant) -> Instant? {
            diary.write("serve \(messages)")
            turns = turns.map { $0 - 1 }
            return turns.map { _ in now }
        }

        mutating func end(_ messages: [Int], at now: Instant) {
            diary.write("end \(messages)")
        }
    }

    private let diary = Diary()

    @Test func messagesAreServedAndTheRestGoesToTheEnd() throws {
        let mailbox = try Mailbox<Int>(capacity: 8)
        let worker = Worker(named: "test", serving: mailbox) { [diary] in DiaryWork(diary: diary) }
        #expect(mailbox.post(1))
        try worker.start()
        #expect(diary.first(2) == ["begin", "serve [1]"])
        #expect(worker.stop())
        #expect(diary.all == ["begin", "serve [1]", "end []"])
        #expect(!mailbox.post(2))
    }

    @Test func whatWasPostedBeforeAStopIsNotLost() throws {
        let mailbox = try Mailbox<Int>(capacity: 8)
        let worker = Worker(named: "test", serving: mailbox) { [diary] in DiaryWork(diary: diary) }
        #expect(mailbox.post(1))
        mailbox.close()
        try worker.start()
        #expect(worker.stop())
        #expect(diary.all == ["begin", "end [1]"])
    }

    @Test func aDeadlineServesAgainWithoutAMessageUntilTheWorkIsDone() throws {
        let mailbox = try Mailbox<Int>(capacity: 8)
        let worker = Worker(named: "test", serving: mailbox) { [diary] in
            DiaryWork(diary: diary, turns: 2)
        }
        try worker.start()
        #expect(worker.join())
        #expect(diary.all == ["begin", "serve []", "serve []", "end []"])
        #expect(!mailbox.post(1))
    }

    @Test func aDescriptorThatIsReadyEndsTheWait() throws {
        var ends: [CInt] = [-1, -1]
        try #require(pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        let mailbox = try Mailbox<Int>(capacity: 8)
        let worker = Worker(named: "test", serving: mailbox) { [diary] in
            DiaryWork(diary: diary, watchedDescriptor: reading)
        }
        try worker.start()
        #expect(diary.first(1) == ["begin"])
        close(writing)
        #expect(diary.first(2) == ["begin", "receive"])
        #expect(worker.stop())
        #expect(diary.all.prefix(3) == ["begin", "receive", "serve []"])
    }

    @Test func everyWakeOfManyThreadsIsSeen() async throws {
        let mailbox = try Mailbox<Int>(capacity: 8_000)
        let sum = Mutex(0)
        let worker = Worker(named: "test", serving: mailbox) {
            Summing(sum: { part in
                sum.withLock { $0 += part }
            })
        }
        try worker.start()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 { _ = mailbox.post(1) }
                }
            }
        }
        #expect(worker.stop())
        #expect(sum.withLock { $0 } == 8_000)
    }

    /// Adds up what it is told.
    private struct Summing: Work {
        let sum: @Sendable (Int) -> Void

        mutating func serve(_ messages: [Int], at now: Instant) -> Instant? {
            sum(messages.reduce(0, +))
            return nil
        }

        mutating func end(_ messages: [Int], at now: Instant) {
            sum(messages.reduce(0, +))
        }
    }

    @Test func aThreadThatHangsIsLeftBehind() throws {
        let gate = Semaphore()
        let worker = Worker(named: "test", stopsWithin: .milliseconds(1)) { gate.down() }
        try worker.start()
        #expect(!worker.stop())
        gate.up()
    }

    @Test func aSecondStartAndASecondStopDoNothing() throws {
        let worker = Worker(named: "test") { [diary] in diary.write("run") }
        try worker.start()
        try worker.start()
        #expect(worker.stop())
        #expect(worker.stop())
        #expect(diary.all == ["run"])
    }

    @Test func aWorkerThatNeverRanStops() {
        let worker = Worker(named: "test", interrupt: { [diary] in diary.write("stop") }) {}
        #expect(worker.stop())
        #expect(diary.all == ["stop"])
    }
}
