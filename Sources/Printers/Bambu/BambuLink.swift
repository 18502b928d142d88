import Chamber
import Glibc
import MQTT
import MachineClock
import Surroundings
import SwitchCore
import System
import TLS
import Threads

/// The connection to one Bambu printer, on a thread of its own.
final class BambuLink: PrinterLink {
    /// A command that waits for the thread.
    struct Order: Sendable {
        let command: PrinterCommand
        let answer: @Sendable (PrinterAnswer) -> Void

        /// Answers in place of the printer.
        func refuse() { answer(.refused("the printer is no longer followed")) }
    }

    /// The thread serves commands at once, unless looking up a name hangs.
    private static let mostWaiting = 16

    private let mailbox: Mailbox<Order>
    private let worker: Worker

    init(
        _ binding: DeviceProfile.BambuBinding,
        _ settings: PrinterSettings,
        _ sink: NewsSink
    ) throws(SystemError) {
        mailbox = try Mailbox(capacity: Self.mostWaiting)
        worker = Worker(
            named: "bambu",
            stopsWithin: PrinterLimits.longestStop,
            serving: mailbox
        ) {
            BambuWork(binding, settings, sink)
        }
    }

    func start() throws(SystemError) {
        try worker.start()
    }

    func stop() {
        worker.stop()
        // A thread that hangs cannot answer them.
        for order in mailbox.collect().messages { order.refuse() }
    }

    func send(_ command: PrinterCommand, answer: @escaping @Sendable (PrinterAnswer) -> Void) {
        guard !mailbox.post(Order(command: command, answer: answer)) else { return }
        answer(.refused("the printer is not connected"))
    }
}

/// The work of the link's thread: carries out what ``BambuMachine`` decides.
private struct BambuWork: Work {
    private let binding: DeviceProfile.BambuBinding
    private let settings: PrinterSettings
    private let sink: NewsSink
    private var machine: BambuMachine
    private var connection: MQTTConnection?
    private var tls: TLSContext?
    private var answers: [Int: @Sendable (PrinterAnswer) -> Void] = [:]
    private var nextTicket = 0
    /// What `poll` has found of the connection since it was served.
    private var ready: Int16 = 0

    init(
        _ binding: DeviceProfile.BambuBinding,
        _ settings: PrinterSettings,
        _ sink: NewsSink
    ) {
        self.binding = binding
        self.settings = settings
        self.sink = sink
        machine = BambuMachine(
            binding,
            settings,
            firstSequence: Int.random(in: 100_000..<1_000_000_000)
        )
    }

    var watched: [pollfd] {
        guard let connection else { return [] }
        return [pollfd(watching: connection.descriptor, for: CInt(connection.interest))]
    }

    mutating func begin(at now: Instant) -> Instant? {
        step(.begin)
        return deadline(at: now)
    }

    mutating func receive(_ descriptor: CInt, _ events: Int16, at now: Instant) {
        ready = events
    }

    mutating func serve(_ orders: [BambuLink.Order], at now: Instant) -> Instant? {
        if let connection {
            for event in connection.serve(ready) {
                // An earlier event has ended this connection: the rest is dropped.
                guard self.connection === connection else { break }
                receive(event)
            }
        }
        ready = 0
        for order in orders {
            nextTicket += 1
            answers[nextTicket] = order.answer
            step(.command(order.command, ticket: nextTicket))
        }
        if machine.deadline <= .monotonic() { step(.tick) }
        return deadline(at: now)
    }

    mutating func end(_ orders: [BambuLink.Order], at now: Instant) {
        step(.stop)
        for order in orders { order.refuse() }
    }

    private func deadline(at now: Instant) -> Instant {
        guard let connection else { return machine.deadline }
        return min(machine.deadline, now.advanced(by: connection.rest))
    }

    private mutating func receive(_ event: MQTTEvent) {
        switch event {
        case .connected: step(.connected(certificate: tls?.certificate ?? ""))
        case .message(let message): step(.message(message.payload))
        case .oversized(_, let bytes): step(.oversized(bytes: bytes))
        case .ended(let end): step(.ended(end))
        case .published: break
        }
    }

    private mutating func step(_ event: BambuMachine.Event) {
        for effect in machine.step(event, at: .monotonic()) {
            switch effect {
            case .connect(let trust): connect(trust)
            case .disconnect:
                connection?.close()
                connection = nil
                tls = nil
            case .subscribe(let topic): connection?.subscribe(to: topic)
            case .publish(let message): connection?.publish(message)
            case .news(let news): sink.publish(news)
            case .record(let event): sink.record(event)
            case .answer(let ticket, let answer): answers.removeValue(forKey: ticket)?(answer)
            }
        }
    }

    private mutating func connect(_ trust: TLSTrust) {
        connection = nil
        do throws(TLSError) {
            let tls = try TLSContext(trust)
            self.tls = tls
            open(tls)
        } catch {
            step(.unprepared(error.message))
        }
    }

    private mutating func open(_ tls: TLSContext) {
        var options = MQTTOptions(
            host: binding.address,
            port: binding.port,
            clientID: "hearth-\(settings.deviceID)"
        )
        options.username = binding.username
        options.password = binding.accessCode
        options.longestMessage = BambuMessage.longest
        do throws(MQTTEnd) {
            let made = try MQTTConnection(options, tls: tls)
            connection = made
            made.open()
        } catch {
            step(.ended(error))
        }
    }
}
