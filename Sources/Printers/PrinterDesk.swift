package import Chamber

/// Where requests about printers arrive and news of them leave; safe to call from any thread.
package final class PrinterDesk: Sendable {
    private let tell: @Sendable (PrinterNews) -> Void

    /// - Parameter tell: takes news, from threads of this room.
    package init(tell: @escaping @Sendable (PrinterNews) -> Void) {
        self.tell = tell
    }

    /// Takes a request; what comes of it is told as news.
    package func take(_ request: PrinterRequest) {
        switch request {
        case .follow(nil): tell(.bed(nil))
        case .follow: tell(.link(.failed, trouble: "printers cannot be reached yet"))
        case .search: tell(.found([]))
        }
    }

    /// Ends all connections and threads.
    package func stop() {}
}
