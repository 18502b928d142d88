import Chamber
import MQTT
import MachineClock
import Surroundings
import SwitchCore
import Synchronization
import Threads

/// The connection to one Bambu printer: does what ``BambuMachine`` says, on a thread of its own.
final class BambuLink: PrinterLink {
    private struct Inbox {
        var commands: [(PrinterCommand, @Sendable (PrinterAnswer) -> Void)] = []
        var isStopped = false
    }

    private let binding: DeviceProfile.BambuBinding
    private let settings: PrinterSettings
    private let teller: PrinterTeller
    private let inbox = Mutex(Inbox())
    private let thread = Mutex<Thread?>(nil)
    /// Made with the thread: without one there is nobody to wake.
    private let wake = Mutex<Wake?>(nil)
    /// Commands that wait for the thread, which takes them at once unless a name's look-up hangs.
    private static let mostWaiting = 16

    init(
        _ binding: DeviceProfile.BambuBinding,
        _ settings: PrinterSettings,
        _ teller: PrinterTeller
    ) {
        self.binding = binding
        self.settings = settings
        self.teller = teller
    }

    func start() throws(ThreadError) {
        let made = try Wake()
        wake.withLock { $0 = made }
        // The thread keeps what it uses alive, also where it is left behind.
        let started = try Thread(named: "bambu") { [self] in run(made) }
        thread.withLock { $0 = started }
    }

    func stop() {
        inbox.withLock { $0.isStopped = true }
        wake.withLock { $0 }?.wake()
        thread.withLock { thread in
            _ = thread?.join(within: PrinterLimits.longestStop)
            thread = nil
        }
        for (_, answer) in takeCommands() { answer(.refused("the printer is no longer followed")) }
    }

    func send(_ command: PrinterCommand, answer: @escaping @Sendable (PrinterAnswer) -> Void) {
        let isTaken = inbox.withLock { inbox in
            guard !inbox.isStopped, inbox.commands.count < Self.mostWaiting else { return false }
            inbox.commands.append((command, answer))
            return true
        }
        guard isTaken else { return answer(.refused("the printer is not connected")) }
        wake.withLock { $0 }?.wake()
    }

    private func takeCommands() -> [(PrinterCommand, @Sendable (PrinterAnswer) -> Void)] {
        inbox.withLock { inbox in
            defer { inbox.commands = [] }
            return inbox.commands
        }
    }

    // MARK: The link's thread

    private func run(_ wake: Wake) {
        var shell = BambuShell(binding, settings, teller)
        shell.step(.begin)
        while !inbox.withLock({ $0.isStopped }) {
            for (command, answer) in takeCommands() { shell.send(command, answer) }
            shell.wait(wake)
        }
        shell.step(.stop)
    }
}

/// What lives on a link's thread: the machine, and the connection that it asked for.
private struct BambuShell {
    private let binding: DeviceProfile.BambuBinding
    private let settings: PrinterSettings
    private let teller: PrinterTeller
    private var machine: BambuMachine
    private var connection: MQTTConnection?
    private var tls: TLSContext?
    private var answers: [Int: @Sendable (PrinterAnswer) -> Void] = [:]
    private var nextTicket = 0

    init(
        _ binding: DeviceProfile.BambuBinding,
        _ settings: PrinterSettings,
        _ teller: PrinterTeller
    ) {
        self.binding = binding
        self.settings = settings
        self.teller = teller
        machine = BambuMachine(
            binding,
            settings,
            firstSequence: Int.random(in: 100_000..<1_000_000_000)
        )
    }

    mutating func send(
        _ command: PrinterCommand,
        _ answer: @escaping @Sendable (PrinterAnswer) -> Void
    ) {
        nextTicket += 1
        answers[nextTicket] = answer
        step(.command(command, ticket: nextTicket))
    }

    /// Waits until something happens, somebody wakes or it is time for something.
    mutating func wait(_ wake: Wake) {
        let now = Instant.monotonic()
        let time = max(.zero, machine.deadline.duration(since: now))
        if let connection {
            for event in connection.run(atMost: time, or: wake) {
                // What was told by a connection that an event before it has ended counts no more.
                guard self.connection === connection else { break }
                receive(event)
            }
        } else {
            wake.wait(atMost: time)
        }
        if machine.deadline <= .monotonic() { step(.tick) }
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

    mutating func step(_ event: BambuMachine.Event) {
        for effect in machine.step(event, at: .monotonic()) {
            switch effect {
            case .connect(let trust): connect(trust)
            case .disconnect:
                connection?.close()
                connection = nil
                tls = nil
            case .subscribe(let topic): connection?.subscribe(to: topic)
            case .publish(let message): connection?.publish(message)
            case .news(let news): teller.tell(news)
            case .record(let event): teller.note(event)
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
