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
        let links = PrinterFactories(settings, fixed: factory)
        let sink = NewsSink(publish: publish, record: record)
        let orders = mailbox.orders
        worker = Worker(named: "printers", serving: orders) {
            PrinterWork(links, sink) { _ = orders.post($0, leaving: 1) }
        }
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
    /// The state of a link; `turn`: how many were made before it.
    case linkChanged(PrinterLinkState, turn: Int)
    /// What a search for a lost printer has found.
    case searched([DeviceStatus.FoundPrinter], turn: Int)
}

/// The work of the printers' thread: owns the link and the search, and replaces them.
struct PrinterWork: Work {
    private var factories: PrinterFactories
    private let sink: NewsSink
    private let links: PrinterGate
    private let searches: PrinterGate
    private var link: (any PrinterLink)?
    private var search: (any PrinterSearch)?
    private let post: @Sendable (PrinterOrder) -> Void
    /// The bound printer, should it be lost, and the search for it.
    private var lost: LostPrinter?
    private var rescue: (any PrinterSearch)?
    private var turn = 0

    /// - Parameter post: puts an order into the service's own mailbox, from any thread.
    init(
        _ factories: PrinterFactories,
        _ sink: NewsSink,
        post: @escaping @Sendable (PrinterOrder) -> Void
    ) {
        self.post = post
        self.factories = factories
        self.sink = sink
        links = PrinterGate(sink)
        searches = PrinterGate(sink)
    }

    mutating func serve(_ orders: [PrinterOrder], at now: Instant) -> Instant? {
        for order in orders {
            switch order {
            case .request(.follow(let binding)): follow(binding)
            case .request(.search(let kind, let port)): search(for: kind, port)
            case .request(.judge(by: let choice)): factories.settings.follow(choice)
            case .request(.told(let report)): link?.receive(report)
            case .command(let command, let answer): send(command, answer)
            case .fault(let sentence, let pauses):
                if pauses {
                    send(.pause) { [sink] answer in sink.record(DeviceEvent(pausing: answer)) }
                }
                link?.show(sentence)
            case .linkChanged(let state, let turn):
                if turn == self.turn { lost?.receive(state, at: now) }
            case .searched(let found, let turn):
                if turn == self.turn { judge(found) }
            }
        }
        lookForLost(at: now)
        return lost?.deadline
    }

    mutating func end(_ orders: [PrinterOrder], at now: Instant) {
        _ = serve(orders, at: now)
        link?.stop()
        search?.stop()
        rescue?.stop()
    }

    // MARK: A printer at another address

    private mutating func lookForLost(at now: Instant) {
        guard lost?.takesSearch(at: now) == true, let wanted = lost?.search else { return }
        rescue?.stop()
        let sink = NewsSink(
            publish: { [post, turn] news in
                if case .found(let printers) = news { post(.searched(printers, turn: turn)) }
            },
            record: { _ in }
        )
        rescue = factories.current.search(wanted.kind, wanted.port, sink)
        do throws(SystemError) {
            try rescue?.start()
        } catch {
            // It is tried again in some minutes.
            rescue = nil
        }
    }

    private mutating func judge(_ found: [DeviceStatus.FoundPrinter]) {
        switch lost?.judge(found) {
        case nil: break
        case .moved(let news):
            let event = "The printer was found at another address, and is followed there."
            sink.record(DeviceEvent(.printer, isTrouble: false, event))
            sink.publish(news)
        case .named(let name, let address):
            let event =
                "A printer named \(name) is at \(address) now: if it is yours, bind it again with its "
                + "API key, which goes to no other address by itself."
            sink.record(DeviceEvent(.printer, isTrouble: true, event))
        }
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
        let gated = links.next()
        gated.publish(.bed(nil))
        link?.stop()
        link = nil
        turn += 1
        lost = binding.map(LostPrinter.init)
        guard let binding else { return }
        let sink = NewsSink(
            publish: { [post, turn] news in
                if case .link(let state, _) = news { post(.linkChanged(state, turn: turn)) }
                gated.publish(news)
            },
            record: gated.record
        )
        do throws(SystemError) {
            let next = try factories.current.link(binding, sink)
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
        guard let next = factories.current.search(kind, port, sink) else {
            search = nil
            return sink.publish(.found([]))
        }
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
