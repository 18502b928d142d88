package import Access
import Chamber
import Server
import Threads
package import WebSocket

/// What `hearth run` was told about who is let in, and about the stock page.
package struct AccessOptions: Equatable, Sendable {
    package var policy = AccessPolicy()
    /// The stock page is to be at `/`, and ours at `/hearth/` alone.
    package var servesStockPage = false
    /// Where TLS is offered, and with what; `nil`: nowhere.
    package var encryption: Encryption?
    /// The plain port is for this machine alone.
    package var isPlainLocal = false

    package init() {}
}

extension Daemon {
    /// Who knows whom to let in.
    func accessWorker(in statePath: String, _ desk: DeviceDesk) -> AccessWorker {
        AccessWorker(
            AccessFiles(in: statePath),
            options.access,
            log: log,
            keep: { event in desk.note(event, from: Requester(.controller)) }
        )
    }
}
