import Chamber
import Surroundings
import SwitchCore

/// Commands sent to a printer, each waiting for its echo.
struct BambuCommands: Sendable {
    private struct Pending {
        let sequence: String
        let name: String
        let ticket: Int
        let until: Instant
    }

    /// A person waits; a printer answers within a second.
    private static let patience = Duration.seconds(10)
    private static let mostPending = 16

    private var pending: [Pending] = []
    /// The number of the next message. Every client of the topic sees all echoes, so two clients
    /// that both begin at 0 would confuse their answers.
    private var next: Int

    init(firstSequence: Int) {
        next = firstSequence
    }

    /// A number for a message without an echo to wait for.
    mutating func number() -> String {
        defer { next += 1 }
        return String(next)
    }

    /// A number for a command whose echo is awaited; `nil`: too many are under way.
    mutating func begin(_ command: PrinterCommand, ticket: Int, at now: Instant) -> String? {
        guard pending.count < Self.mostPending else { return nil }
        let sequence = number()
        pending.append(
            Pending(
                sequence: sequence,
                name: BambuRequest.name(of: command),
                ticket: ticket,
                until: now.advanced(by: Self.patience)
            )
        )
        return sequence
    }

    /// The command that an echo answers, where it is one of ours.
    mutating func resolve(_ echo: BambuEcho) -> (ticket: Int, answer: PrinterAnswer)? {
        guard
            let index = pending.firstIndex(where: {
                $0.sequence == echo.sequence && $0.name == echo.command
            })
        else { return nil }
        let ticket = pending.remove(at: index).ticket
        return (ticket, echo.isDone ? .done : .refused(echo.refusal))
    }

    /// Removes the commands that have waited too long.
    mutating func expire(at now: Instant) -> [Int] {
        let late = pending.filter { $0.until <= now }.map(\.ticket)
        pending.removeAll { $0.until <= now }
        return late
    }

    /// Removes all of them: the connection has ended.
    mutating func drop() -> [Int] {
        defer { pending = [] }
        return pending.map(\.ticket)
    }

    /// When the first has waited too long.
    var deadline: Instant { pending.map(\.until).min() ?? .distantFuture }
}
