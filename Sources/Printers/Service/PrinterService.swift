import Chamber
package import Surroundings
import SwitchCore
import Synchronization
package import System
import Threads

/// Follows the bound printer and searches for printers: requests arrive in its ``PrinterMailbox`` and news
/// of them leave.
///
/// Its thread owns the link to the bound printer and the search that runs, and replaces them:
///
/// ```
/// PrinterMailbox ──orders──▶ the service's thread ──start, stop──▶ link, search (a thread each)
///                                                                   │
/// publish, record ◀───── gate: the newest alone ◀───────────────────┘
/// ```
package final class PrinterService: Sendable {
    private let worker: Worker

    /// - Parameters:
    ///   - publish: receives news, from threads of this room.
    /// - record: receives events to record, from threads of this room.
    ///   - factory: makes links and searches; `nil`: the real ones.
    package init(
        _ settings: PrinterSettings,
        serving mailbox: PrinterMailbox,
        publish: @escaping @Sendable (PrinterNews) -> Void,
        record: @escaping @Sendable (DeviceEvent) -> Void,
        factory: PrinterFactory? = nil
    ) {
        let factory = factory ?? .standard(settings)
        let sink = NewsSink(publish: publish, record: record)
        worker = Worker(named: "printers", serving: mailbox.orders) { PrinterWork(factory, sink) }
    }

    /// Starts the service's thread.
    package func start() throws(SystemError) {
        try worker.start()
    }

    /// Ends all connections and threads.
    package func stop() {
        worker.stop()
    }
}

/// An order to the printers' thread.
enum PrinterOrder: Sendable {
    case request(PrinterRequest)
    case command(PrinterCommand, @Sendable (PrinterAnswer) -> Void)
    /// Shows a fault's sentence at the printer, after a pause of the print where that is wished.
    case fault(String, pauses: Bool)
}

/// The work of the printers' thread: owns the link and the search, and replaces them.
struct PrinterWork: Work {
    private let factory: PrinterFactory
    private let sink: NewsSink
    private let links: PrinterGate
    private let searches: PrinterGate
    private var link: (any PrinterLink)?
    private var search: (any PrinterSearch)?

    init(_ factory: PrinterFactory, _ sink: NewsSink) {
        self.factory = factory
        self.sink = sink
        links = PrinterGate(sink)
        searches = PrinterGate(sink)
    }

    mutating func serve(_ orders: [PrinterOrder], at now: Instant) -> Instant? {
        for order in orders {
            switch order {
            case .request(.follow(let binding)): follow(binding)
            case .request(.search(let kind, let port)): search(for: kind, port)
            case .command(let command, let answer): send(command, answer)
            case .fault(let sentence, let pauses):
                if pauses {
                    send(.pause) { [sink] answer in sink.record(DeviceEvent(pausing: answer)) }
                }
                link?.show(sentence)
            }
        }
        return nil
    }

    mutating func end(_ orders: [PrinterOrder], at now: Instant) {
        _ = serve(orders, at: now)
        link?.stop()
        search?.stop()
    }

    private func send(
        _ command: PrinterCommand,
        _ answer: @escaping @Sendable (PrinterAnswer) -> Void
    ) {
        guard let link else { return answer(.refused("no printer is bound")) }
        link.send(command, answer: answer)
    }

    /// Follows another printer, or none. The old connection ends first: some printers serve one only.
    private mutating func follow(_ binding: PrinterBinding?) {
        let sink = links.next()
        sink.publish(.bed(nil))
        link?.stop()
        link = nil
        guard let binding else { return }
        do throws(SystemError) {
            let next = try factory.link(binding, sink)
            try next.start()
            link = next
        } catch {
            sink.publish(.link(.failed, trouble: error.description))
        }
    }

    /// Starts a search; a running one ends first, without a result.
    private mutating func search(for kind: DeviceProfile.PrinterKind, _ port: Int?) {
        let sink = searches.next()
        search?.stop()
        let next = factory.search(kind, port, sink)
        search = next
        do throws(SystemError) {
            try next.start()
        } catch {
            sink.record(DeviceEvent(.printer, isTrouble: true, "No search: \(error.description)."))
            sink.publish(.found([]))
        }
    }
}

extension DeviceEvent {
    /// The outcome of a pause because of a fault.
    fileprivate init(pausing answer: PrinterAnswer) {
        switch answer {
        case .done:
            self.init(.printer, isTrouble: false, "The print was paused because of the fault.")
        case .refused(let words):
            self.init(
                .printer,
                isTrouble: true,
                "The print continues despite the fault: \(words)."
            )
        }
    }
}

/// Lets news through from the newest link or search alone.
///
/// The lock is held while news are received: once ``next()`` has returned, nothing of an earlier
/// link or search gets through.
final class PrinterGate: Sendable {
    private let turn = Mutex(0)
    private let sink: NewsSink

    init(_ sink: NewsSink) {
        self.sink = sink
    }

    /// The sink of a new link or search; shuts out every earlier one.
    func next() -> NewsSink {
        let own = turn.withLock { turn in
            turn += 1
            return turn
        }
        return NewsSink(
            publish: { [self] news in
                let taker = sink; through(own) { taker.publish(news) }
            },
            record: { [self] event in
                let taker = sink; through(own) { taker.record(event) }
            }
        )
    }

    private func through(_ own: Int, _ body: () -> Void) {
        turn.withLock { turn in
            if turn == own { body() }
        }
    }
}

/// Where requests and commands for the printers' service arrive. Made before the service, because
/// the parts that the service informs need it. Safe to call from any thread.
package final class PrinterMailbox: Sendable {
    /// What the service's thread collects.
    let orders: Mailbox<PrinterOrder>
    private let allowsCommands: Bool

    /// - Parameter allowsCommands: printers may be sent commands.
    package init(allowsCommands: Bool) throws(SystemError) {
        self.allowsCommands = allowsCommands
        orders = try Mailbox(capacity: PrinterLimits.waitingOrders)
    }

    /// Carries out a request; its outcome is published as news. False: too much waits already, and
    /// the request is lost.
    package func receive(_ request: PrinterRequest) -> Bool {
        orders.post(.request(request), leaving: 1)
    }

    /// Sends the bound printer a command. `answer` is called exactly once, on any thread.
    package func send(
        _ command: PrinterCommand,
        answer: @escaping @Sendable (PrinterAnswer) -> Void
    ) {
        guard allowsCommands else { return answer(.refused(Self.commandsAreOff)) }
        guard !orders.post(.command(command, answer), leaving: 1) else { return }
        answer(.refused("too many commands wait already: try again in a moment"))
    }

    /// Pauses the print because a fault latched, and shows the fault's sentence at the printer; the
    /// service records the outcome. One place in the mailbox is kept for this, and it works even where
    /// commands are off.
    package func pauseForFault(_ sentence: String) {
        // Refused only where a pause waits already, or the service has ended.
        _ = orders.post(.fault(sentence, pauses: true))
    }

    /// Shows a fault's sentence at the printer, where commands are allowed.
    package func showFault(_ sentence: String) {
        guard allowsCommands else { return }
        _ = orders.post(.fault(sentence, pauses: false), leaving: 1)
    }

    private static let commandsAreOff =
        "commands to printers are off: write \"commands: yes\" in [printer] of "
        + "/etc/hearth/hearth.conf and restart the service"
}
