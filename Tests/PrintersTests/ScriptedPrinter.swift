import Chamber
import Printers
import Surroundings
import Synchronization
import Threads

/// A link that does nothing on its own: tests publish through its sink and see its commands.
final class ScriptedLink: PrinterLink {
    let binding: PrinterBinding
    let sink: NewsSink
    private let running = Atomic(false)
    let commands = Mutex<[PrinterCommand]>([])
    let shown = Mutex<[String]>([])

    init(_ binding: PrinterBinding, _ sink: NewsSink) {
        self.binding = binding
        self.sink = sink
    }

    var isRunning: Bool { running.load(ordering: .acquiring) }

    func start() { running.store(true, ordering: .releasing) }
    func stop() { running.store(false, ordering: .releasing) }

    func send(_ command: PrinterCommand, answer: @escaping @Sendable (PrinterAnswer) -> Void) {
        commands.withLock { $0.append(command) }
        answer(.done)
    }

    func show(_ sentence: String) { shown.withLock { $0.append(sentence) } }
}

/// A search that ends when the test says so.
final class ScriptedSearch: PrinterSearch {
    let sink: NewsSink
    private let running = Atomic(false)

    init(_ sink: NewsSink) {
        self.sink = sink
    }

    var isRunning: Bool { running.load(ordering: .acquiring) }

    func start() { running.store(true, ordering: .releasing) }
    func stop() { running.store(false, ordering: .releasing) }
}

/// Collects news and events, and waits for them.
final class Listener: Sendable {
    private struct Heard {
        var news: [PrinterNews] = []
        var events: [DeviceEvent] = []
        var answers: [PrinterAnswer] = []
    }

    private let heard = Mutex(Heard())

    var news: [PrinterNews] { heard.withLock { $0.news } }
    var events: [DeviceEvent] { heard.withLock { $0.events } }
    var answers: [PrinterAnswer] { heard.withLock { $0.answers } }

    func hear(_ news: PrinterNews) { heard.withLock { $0.news.append(news) } }
    func hear(_ event: DeviceEvent) { heard.withLock { $0.events.append(event) } }
    func hear(_ answer: PrinterAnswer) { heard.withLock { $0.answers.append(answer) } }
}

/// Checks until the condition holds; false after a time that nothing here should take.
func eventually(_ condition: () throws -> Bool) async throws -> Bool {
    for _ in 0..<3_000 {
        if try condition() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return false
}
