import Surroundings
import Synchronization

/// Commands on their way to the loop of a Klipper printer's link. Safe to call from any thread.
final class KlipperOrders: Sendable {
    private enum Order: Sendable {
        case command(PrinterCommand, ticket: Int)
        case show(String)

        var event: KlipperFollower.Event {
            switch self {
            case .command(let command, let ticket): .command(command, ticket: ticket)
            case .show(let sentence): .show(sentence)
            }
        }
    }

    private struct Book: Sendable {
        /// Wakes the loop; `nil`: it does not run.
        var wake: (@Sendable () -> Void)?
        var waiting: [Order] = []
        var answers: [Int: @Sendable (PrinterAnswer) -> Void] = [:]
        var lastTicket = 0
    }

    /// The loop collects them at once, unless looking up a name hangs.
    private static let mostWaiting = 16

    private let book = Mutex(Book())

    /// Takes commands from now on.
    func open(wake: @escaping @Sendable () -> Void) {
        book.withLock { $0.wake = wake }
    }

    /// A command; its answer comes exactly once.
    func post(_ command: PrinterCommand, _ answer: @escaping @Sendable (PrinterAnswer) -> Void) {
        let wake = book.withLock { book -> (@Sendable () -> Void)? in
            guard let wake = book.wake, book.waiting.count < Self.mostWaiting else { return nil }
            book.lastTicket += 1
            book.answers[book.lastTicket] = answer
            book.waiting.append(.command(command, ticket: book.lastTicket))
            return wake
        }
        guard let wake else { return answer(.refused("the printer is not connected")) }
        wake()
    }

    /// A sentence to show; without a connection it is dropped.
    func post(showing sentence: String) {
        let wake = book.withLock { book -> (@Sendable () -> Void)? in
            guard let wake = book.wake, book.waiting.count < Self.mostWaiting else { return nil }
            book.waiting.append(.show(sentence))
            return wake
        }
        wake?()
    }

    /// What waits, for the loop's thread.
    func collect() -> [KlipperFollower.Event] {
        let waiting = book.withLock { book in
            defer { book.waiting = [] }
            return book.waiting
        }
        return waiting.map(\.event)
    }

    /// Answers a command.
    func answer(_ ticket: Int, _ answer: PrinterAnswer) {
        book.withLock { $0.answers.removeValue(forKey: ticket) }?(answer)
    }

    /// Takes no more, and answers all that are left.
    func close() {
        let answers = book.withLock { book in
            defer { book = Book() }
            return book.answers.values.map(\.self)
        }
        for answer in answers { answer(.refused("the printer is no longer followed")) }
    }
}
