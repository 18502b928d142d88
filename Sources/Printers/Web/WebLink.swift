import MachineClock
import Surroundings
import SwitchCore
import System
import TLS
import Threads
import WebSocket

/// The link to a printer whose host is asked over HTTP, on a thread of its own that may wait for it.
final class WebLink: PrinterLink {
    /// What other threads want of the link.
    enum Order: Sendable {
        case command(PrinterCommand, @Sendable (PrinterAnswer) -> Void)
        case show(String)

        /// Answers in place of the printer.
        func refuse() {
            guard case .command(_, let answer) = self else { return }
            answer(.refused("the printer is no longer followed"))
        }
    }

    private static let mostWaiting = 16

    private let mailbox: Mailbox<Order>
    private let worker: Worker
    /// A PEM file that has to be usable; empty: none is needed.
    private let authorities: String
    private let sink: NewsSink

    init(
        _ dialect: WebDialect,
        _ binding: DeviceProfile.WebBinding,
        _ settings: PrinterSettings,
        _ sink: NewsSink
    ) throws(SystemError) {
        mailbox = try Mailbox(capacity: Self.mostWaiting)
        authorities = binding.isEncrypted ? settings.hostAuthorities : ""
        self.sink = sink
        worker = Worker(
            named: "web printer",
            stopsWithin: PrinterLimits.longestStop,
            serving: mailbox
        ) {
            let salt = String(UInt64.random(in: .min ... .max), radix: 16)
            return WebWork(
                WebMachine(dialect, binding, settings, salt: salt),
                HTTPClient(binding, authorities: settings.hostAuthorities),
                sink
            )
        }
    }

    func start() throws(SystemError) {
        do throws(TLSError) {
            if !authorities.isEmpty { try PEMFile.check(authorities, holds: .certificate) }
        } catch {
            // The link stays as it is until the service starts again.
            let words =
                "the authorities that host_ca in [printer] names cannot be used: \(error.message); then "
                + "restart the service"
            sink.publish(.link(.failed, trouble: words))
            sink.record(DeviceEvent(.printer, isTrouble: true, "Printer: \(words)."))
            return
        }
        try worker.start()
    }

    func stop() {
        worker.stop()
        // A thread that hangs cannot answer them.
        for order in mailbox.collect().messages { order.refuse() }
    }

    func send(_ command: PrinterCommand, answer: @escaping @Sendable (PrinterAnswer) -> Void) {
        guard !mailbox.post(.command(command, answer)) else { return }
        answer(.refused("the printer is not connected"))
    }

    func show(_ sentence: String) {
        _ = mailbox.post(.show(sentence))
    }
}

/// The work of the link's thread: asks what ``WebMachine`` wants to know, one question at a time.
private struct WebWork: Work {
    /// A host in the local network that takes longer hangs.
    private static let longestAnswer = Duration.seconds(5)

    private var machine: WebMachine
    private let client: HTTPClient
    private let sink: NewsSink
    private var answers: [Int: @Sendable (PrinterAnswer) -> Void] = [:]
    private var lastTicket = 0

    init(_ machine: WebMachine, _ client: HTTPClient, _ sink: NewsSink) {
        self.machine = machine
        self.sink = sink
        self.client = client
    }

    mutating func begin(at now: Instant) -> Instant? {
        step(.begin)
        return machine.deadline
    }

    mutating func serve(_ orders: [WebLink.Order], at now: Instant) -> Instant? {
        for order in orders {
            switch order {
            case .command(let command, let answer):
                lastTicket += 1
                answers[lastTicket] = answer
                step(.command(command, ticket: lastTicket))
            case .show(let sentence): step(.show(sentence))
            }
        }
        if machine.deadline <= .monotonic() { step(.tick) }
        return machine.deadline
    }

    mutating func end(_ orders: [WebLink.Order], at now: Instant) {
        for order in orders { order.refuse() }
    }

    /// Carries out the effects; each question's answer is the next event.
    private mutating func step(_ event: WebMachine.Event) {
        var events = [event]
        while !events.isEmpty {
            for effect in machine.step(events.removeFirst(), at: .monotonic()) {
                switch effect {
                case .ask(let question, let request, let headers):
                    events.append(.answered(question, ask(request, headers)))
                case .news(let news): sink.publish(news)
                case .record(let event): sink.record(event)
                case .answer(let ticket, let answer):
                    answers.removeValue(forKey: ticket)?(answer)
                }
            }
        }
    }

    private func ask(_ request: WebRequest, _ headers: [Response.Header]) -> WebOutcome {
        do throws(HTTPClientError) {
            let reply = try client.request(
                request.method,
                request.path,
                headers: headers,
                body: request.body,
                timeout: Self.longestAnswer
            )
            return .reply(
                status: reply.status,
                challenge: reply.header("www-authenticate"),
                body: reply.body
            )
        } catch {
            return .failed(error)
        }
    }
}

extension HTTPClient {
    /// To a printer's host.
    fileprivate init(_ binding: DeviceProfile.WebBinding, authorities: String) {
        self.init(
            host: binding.address,
            port: UInt16(clamping: binding.port),
            isEncrypted: binding.isEncrypted
        )
        self.authorities = authorities
    }
}
