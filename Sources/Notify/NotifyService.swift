import Chamber
package import Surroundings
import SwitchCore
import Synchronization
package import System
import Threads

/// Watches the heater and tells what happens over every way that the settings name. It runs in threads of its
/// own; the beat does not know it.
package final class NotifyService: Sendable {
    private let outlets: NoticeOutlets
    private let worker: Worker
    private let isTesting = Atomic(false)

    /// - Parameter settings: with their secrets.
    package init(_ settings: NotifySettings, _ host: NotifyHost) throws(SystemError) {
        let outlets = try NoticeOutlets(settings, host)
        self.outlets = outlets
        worker = Worker(named: "notify", serving: try Mailbox<Never>(capacity: 0)) {
            NoticeWatchWork(host, outlets)
        }
    }

    /// Starts the threads.
    package func start() throws(SystemError) {
        for way in outlets.ways { try way.start() }
        try worker.start()
    }

    /// Ends the threads; messages that wait become events.
    package func stop() {
        worker.stop()
        for way in outlets.ways { way.stop() }
    }

    /// How each way does.
    package var ways: [NotifyWayStatus] {
        var ways = outlets.ways.map { way in
            let status = way.status
            return NotifyWayStatus(
                way: way.word,
                place: way.place,
                waiting: status.waiting,
                trouble: status.trouble
            )
        }
        if let broker = outlets.broker {
            ways.append(
                NotifyWayStatus(way: "mqtt", waiting: broker.waiting, trouble: broker.trouble)
            )
        }
        return ways
    }

    /// What is wrong with the ways, one or two sentences each.
    package var troubles: [String] { ways.compactMap(\.trouble) }

    /// The messages for the MQTT broker since the last call, as JSON.
    package func collectForBroker() -> [[UInt8]] { outlets.broker?.collect() ?? [] }

    /// Sends a test over every way at once, once; replies when the last one is decided.
    package func test(reply: @escaping @Sendable (NotifyTestAnswer) -> Void) {
        guard !ways.isEmpty else { return reply(.noWay) }
        guard !isTesting.exchange(true, ordering: .acquiringAndReleasing) else {
            return reply(.isRunning)
        }
        let notice = outlets.notice(.test, "This is a test: messages of this heater arrive.")
        let results = TestResults(expected: ways.count) { [self] results in
            isTesting.store(false, ordering: .releasing)
            reply(.tried(results))
        }
        if outlets.broker != nil {
            outlets.postToBroker(notice)
            results.put(NotifyWayStatus(way: "mqtt"))
        }
        for way in outlets.ways {
            let answer = { @Sendable (trouble: String?) in
                results.put(NotifyWayStatus(way: way.word, place: way.place, trouble: trouble))
            }
            if !way.post(.test(notice, reply: answer)) { answer("is not asked: too many wait") }
        }
    }
}

/// The results of a test as they come from the ways' threads.
private final class TestResults: Sendable {
    private let expected: Int
    private let results = Mutex<[NotifyWayStatus]>([])
    private let reply: @Sendable ([NotifyWayStatus]) -> Void

    init(expected: Int, _ reply: @escaping @Sendable ([NotifyWayStatus]) -> Void) {
        self.expected = expected
        self.reply = reply
    }

    func put(_ result: NotifyWayStatus) {
        let all = results.withLock { results in
            results.append(result)
            return results
        }
        if all.count == expected { reply(all.sorted { $0.way < $1.way }) }
    }
}

/// What the watching thread does: looks at the snapshot, and hands on what is worth a message.
private struct NoticeWatchWork: Work {
    /// As often as the controller steps: in a simulation much can happen in a second.
    private static let look = Duration.milliseconds(100)
    /// Troubles change seldom, and their list takes longer to make.
    private static let troublesPause = Duration.seconds(1)

    private let host: NotifyHost
    private let outlets: NoticeOutlets
    private var watch = NoticeWatch()
    private var troubles: [String] = []
    private var nextTroubles = Instant.zero

    init(_ host: NotifyHost, _ outlets: NoticeOutlets) {
        self.host = host
        self.outlets = outlets
    }

    mutating func serve(_ messages: [Never], at now: Instant) -> Instant? {
        if now >= nextTroubles {
            troubles = host.troubles()
            nextTroubles = now.advanced(by: Self.troublesPause)
        }
        for finding in watch.step(host.snapshot(), troubles: troubles, at: now) {
            outlets.post(finding)
        }
        return now.advanced(by: Self.look)
    }
}
