import Chamber
import Synchronization

/// Lets news through from the newest link or search alone.
///
/// The lock is held while news are received: once ``next()`` has returned, no earlier link or search is
/// heard any more.
final class PrinterGate: Sendable {
    private let turn = Mutex(0)
    private let sink: NewsSink

    init(_ sink: NewsSink) {
        self.sink = sink
    }

    /// Shuts out every earlier link and search, and lets in the one that speaks through the answer.
    func next() -> NewsSink {
        let own = turn.withLock { turn in
            turn += 1
            return turn
        }
        return NewsSink(
            tell: { [self] news in
                let taker = sink; through(own) { taker.tell(news) }
            },
            note: { [self] event in
                let taker = sink; through(own) { taker.note(event) }
            }
        )
    }

    private func through(_ own: Int, _ body: () -> Void) {
        turn.withLock { turn in
            if turn == own { body() }
        }
    }
}
