package import Surroundings
package import System
import Threads

/// Follows the bound printer and searches for printers: requests arrive in its ``PrinterMailbox`` and news
/// of them leave.
///
/// Its thread owns the link to the bound printer and the search that runs, and replaces them:
///
/// ```
/// PrinterMailbox ──orders──▶ the service's thread ──start, stop──▶ link, search (a thread each)
///                                                                   │
/// tell, note ◀────────── gate: the newest alone ◀───────────────────┘
/// ```
package final class PrinterService: Sendable {
    private let worker: Worker

    /// - Parameters:
    ///   - tell: receives news, from threads of this room.
    ///   - note: receives what is worth remembering, from threads of this room.
    ///   - factory: makes links and searches; `nil`: the real ones.
    package init(
        _ settings: PrinterSettings,
        serving mailbox: PrinterMailbox,
        tell: @escaping @Sendable (PrinterNews) -> Void,
        note: @escaping @Sendable (DeviceEvent) -> Void,
        factory: PrinterFactory? = nil
    ) {
        let factory = factory ?? .standard(settings)
        let sink = NewsSink(tell: tell, note: note)
        worker = Worker(named: "printers", serving: mailbox.orders) { PrinterWork(factory, sink) }
    }

    /// Starts the service's thread.
    package func start() throws(SystemError) {
        try worker.start()
    }

    /// Ends all connections and threads.
    package func stop() {
        worker.stop()
    }
}
