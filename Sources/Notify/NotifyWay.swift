import MachineClock
import SwitchCore
import Synchronization
import System
import Threads

/// One way out with its queue, in a thread of its own: a server that hangs holds up nobody else.
final class NotifyWay: Sendable {
    /// What other threads post.
    enum Message: Sendable {
        case notice(Notice)
        /// A try at once, past the queue; the reply says why it failed, or `nil`.
        case test(Notice, reply: @Sendable (String?) -> Void)
    }

    /// What others may know of it.
    struct Status: Equatable, Sendable {
        var waiting = 0
        var trouble: String?
    }

    /// The way's published word.
    let word: String
    /// Where it goes, for people.
    let place: String
    private let mailbox: Mailbox<Message>
    private let worker: Worker
    private let shared: SharedStatus

    /// A thread that hangs in a look-up of a name is left behind.
    private static let longestStop = Duration.milliseconds(500)
    /// Messages that may wait for the thread while it waits for a server; its own queue is the longer one.
    private static let mailboxCapacity = 64

    init(
        _ word: String,
        _ delivery: NoticeDelivery,
        record: @escaping @Sendable (String, _ isTrouble: Bool) -> Void
    ) throws(SystemError) {
        self.word = word
        let place = delivery.target.place
        self.place = place
        let shared = SharedStatus()
        self.shared = shared
        let mailbox = try Mailbox<Message>(capacity: Self.mailboxCapacity)
        self.mailbox = mailbox
        worker = Worker(
            named: "notify-\(word)",
            stopsWithin: Self.longestStop,
            serving: mailbox
        ) {
            NotifyWork(delivery, NoticeQueue(to: place), shared, record)
        }
    }

    var status: Status { shared.status }

    func start() throws(SystemError) {
        try worker.start()
    }

    func stop() {
        worker.stop()
    }

    /// Hands over a message; false: even the mailbox is full.
    func post(_ message: Message) -> Bool {
        mailbox.post(message)
    }
}

/// The status of a way, from its thread to others.
private final class SharedStatus: Sendable {
    private let contents = Mutex(NotifyWay.Status())

    var status: NotifyWay.Status {
        get { contents.withLock { $0 } }
        set { contents.withLock { $0 = newValue } }
    }
}

/// What a way's thread does: steps its queue, and sends.
private struct NotifyWork: Work {
    private let delivery: NoticeDelivery
    private var queue: NoticeQueue
    /// What is to be sent next.
    private var outgoing: Notice?
    private let shared: SharedStatus
    private let record: @Sendable (String, Bool) -> Void

    init(
        _ delivery: NoticeDelivery,
        _ queue: NoticeQueue,
        _ shared: SharedStatus,
        _ record: @escaping @Sendable (String, Bool) -> Void
    ) {
        self.delivery = delivery
        self.queue = queue
        self.shared = shared
        self.record = record
    }

    mutating func serve(_ messages: [NotifyWay.Message], at now: Instant) -> Instant? {
        for message in messages {
            switch message {
            case .notice(let notice): step(.posted(notice), at: now)
            case .test(let notice, let reply): reply(delivery.trouble(with: notice))
            }
        }
        step(.tick, at: now)
        guard let notice = outgoing else { return queue.deadline }
        // One at a time: what was posted meanwhile finds its place in the queue first.
        outgoing = nil
        let trouble = delivery.trouble(with: notice)
        step(trouble.map { .failed($0) } ?? .sent, at: .monotonic())
        return outgoing == nil ? queue.deadline : now
    }

    mutating func end(_ messages: [NotifyWay.Message], at now: Instant) {
        for message in messages {
            switch message {
            case .notice(let notice): step(.posted(notice), at: now)
            case .test(_, let reply): reply("was not asked: the service ends")
            }
        }
        step(.ended, at: now)
    }

    private mutating func step(_ event: NoticeQueue.Event, at now: Instant) {
        for effect in queue.step(event, at: now) {
            switch effect {
            case .send(let notice): outgoing = notice
            case .record(let text, let isTrouble): record(text, isTrouble)
            }
        }
        shared.status = NotifyWay.Status(waiting: queue.count, trouble: queue.trouble)
    }
}
