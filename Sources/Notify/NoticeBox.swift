import Synchronization

/// Messages on their way to the thread of the MQTT broker's link, which collects them while it is connected.
final class NoticeBox: Sendable {
    private struct Contents {
        var waiting: [(notice: Notice, payload: [UInt8])] = []
        var isOverfull = false
    }

    private let contents = Mutex(Contents())

    init() {}

    /// Leaves a message; returns one that had to go for it.
    func post(_ notice: Notice, _ payload: [UInt8]) -> Notice? {
        contents.withLock { contents in
            contents.waiting.append((notice, payload))
            guard contents.waiting.count > NoticeQueue.capacity else { return nil }
            contents.isOverfull = true
            let oldest = contents.waiting.firstIndex { $0.notice.kind != .fault } ?? 0
            return contents.waiting.remove(at: oldest).notice
        }
    }

    /// Takes all that wait, oldest first.
    func collect() -> [[UInt8]] {
        contents.withLock { contents in
            defer { contents = Contents() }
            return contents.waiting.map(\.payload)
        }
    }

    var waiting: Int { contents.withLock { $0.waiting.count } }

    /// What is wrong; `nil`: nothing.
    var trouble: String? {
        contents.withLock { contents in
            contents.isOverfull
                ? "\(contents.waiting.count) messages wait for the MQTT broker, and their queue is full: "
                    + "the oldest are left out; they stand in the events." : nil
        }
    }
}
