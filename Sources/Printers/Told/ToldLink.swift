import MachineClock
import Surroundings
import SwitchCore
import System
import Threads

/// Hands what a program says of a printer to ``ToldMachine``, and ends it when it is too old.
final class ToldLink: PrinterLink {
    /// Reports that wait: more than any program sends between two turns.
    private static let mostWaiting = 16

    private let mailbox: Mailbox<ToldReport>
    private let worker: Worker

    init(name: String, _ settings: PrinterSettings, _ sink: NewsSink) throws(SystemError) {
        mailbox = try Mailbox(capacity: Self.mostWaiting)
        worker = Worker(named: "told printer", serving: mailbox) {
            ToldWork(ToldMachine(name: name, settings), sink)
        }
    }

    func start() throws(SystemError) {
        try worker.start()
    }

    func stop() {
        worker.stop()
    }

    func send(_ command: PrinterCommand, answer: @escaping @Sendable (PrinterAnswer) -> Void) {
        answer(
            .refused("Hearth cannot reach this printer: a program tells it what the printer does")
        )
    }

    func receive(_ report: ToldReport) {
        // A report that finds no place is followed by the next.
        _ = mailbox.post(report)
    }
}

/// The work of the link's thread.
private struct ToldWork: Work {
    private var machine: ToldMachine
    private let sink: NewsSink

    init(_ machine: ToldMachine, _ sink: NewsSink) {
        self.machine = machine
        self.sink = sink
    }

    mutating func begin(at now: Instant) -> Instant? {
        step(.begin, at: now)
        return machine.deadline
    }

    mutating func serve(_ reports: [ToldReport], at now: Instant) -> Instant? {
        for report in reports { step(.told(report), at: now) }
        if machine.deadline <= now { step(.tick, at: now) }
        return machine.deadline
    }

    private mutating func step(_ event: ToldMachine.Event, at now: Instant) {
        for effect in machine.step(event, at: now) {
            switch effect {
            case .news(let news): sink.publish(news)
            case .record(let event): sink.record(event)
            }
        }
    }
}
