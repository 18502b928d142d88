import Chamber
import Surroundings
import SwitchCore

/// Commands on their way to a printer, each waiting for its echo.
struct BambuCommands: Sendable {
    private struct Pending {
        let sequence: String
        let name: String
        let ticket: Int
        let until: Instant
    }

    /// A person waits for it; a printer answers within a second.
    private static let patience = Duration.seconds(10)
    private static let mostPending = 16

    private var pending: [Pending] = []
    /// What the next message is numbered with. Everybody on the topic sees all echoes, so two clients
    /// that both begin at 0 would take each other's for their own.
    private var next: Int

    init(firstSequence: Int) {
        next = firstSequence
    }

    /// A number for a message that nobody waits for.
    mutating func number() -> String {
        defer { next += 1 }
        return String(next)
    }

    /// A number for a command, whose echo is waited for; `nil`: too many are under way.
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

    /// The commands that have waited long enough.
    mutating func expire(at now: Instant) -> [Int] {
        let late = pending.filter { $0.until <= now }.map(\.ticket)
        pending.removeAll { $0.until <= now }
        return late
    }

    /// All of them: the connection is over.
    mutating func drop() -> [Int] {
        defer { pending = [] }
        return pending.map(\.ticket)
    }

    /// When the first has waited long enough.
    var deadline: Instant { pending.map(\.until).min() ?? .distantFuture }
}
