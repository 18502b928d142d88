/// The answers that a client still waits for: outcomes of wishes that others decide.
///
/// The wishes of one message are answered in order; an answer to a later message does not wait for
/// those of an earlier one.
struct PandaAnswers: Equatable, Sendable {
    private struct Answer: Equatable, Sendable {
        let message: UInt64
        let ticket: UInt64
        let kind: PandaResponse.Kind
        /// `nil`: it is not decided yet.
        var isDone: Bool?
    }

    /// More than a page can have under way; the oldest is dropped.
    private static let most = 16

    private var waiting: [Answer] = []
    private var message: UInt64 = 0

    init() {}

    /// Begins the answers to another message.
    mutating func beginMessage() {
        message &+= 1
    }

    /// Expects the outcome of a posted wish.
    mutating func expect(_ kind: PandaResponse.Kind, ticket: UInt64) {
        append(Answer(message: message, ticket: ticket, kind: kind, isDone: nil))
    }

    /// Adds an answer that is known at once; `nil`: it waits for earlier ones of its message.
    mutating func add(_ response: PandaResponse) -> PandaResponse? {
        guard waiting.contains(where: { $0.message == message }) else { return response }
        append(
            Answer(message: message, ticket: 0, kind: response.kind, isDone: response.isDone)
        )
        return nil
    }

    /// Somebody here waits for what the wish comes to.
    func awaits(_ ticket: UInt64) -> Bool {
        ticket != 0 && waiting.contains { $0.ticket == ticket }
    }

    /// A wish came to something: what can be told by that, in order.
    mutating func resolve(_ ticket: UInt64, isDone: Bool) -> [PandaResponse] {
        guard ticket != 0, let index = waiting.firstIndex(where: { $0.ticket == ticket }) else {
            return []
        }
        waiting[index].isDone = isDone
        let message = waiting[index].message
        var ready: [PandaResponse] = []
        while let next = waiting.firstIndex(where: { $0.message == message }),
            let isDone = waiting[next].isDone
        {
            ready.append(PandaResponse(waiting[next].kind, isDone: isDone))
            waiting.remove(at: next)
        }
        return ready
    }

    private mutating func append(_ answer: Answer) {
        if waiting.count >= Self.most { waiting.removeFirst() }
        waiting.append(answer)
    }
}
