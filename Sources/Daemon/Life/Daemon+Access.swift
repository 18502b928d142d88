package import Access
import Chamber
import Server
import Threads

/// What `hearth run` was told about who is let in, and about the stock page.
package struct AccessOptions: Equatable, Sendable {
    package var policy = AccessPolicy()
    /// The stock page is to be at `/`, and ours at `/hearth/` alone.
    package var servesStockPage = false

    package init() {}
}

extension Daemon {
    /// Who knows whom to let in.
    func accessWorker(in statePath: String, _ desk: DeviceDesk) -> AccessWorker {
        AccessWorker(
            AccessFiles(in: statePath),
            wantsStockPage: options.access.servesStockPage,
            log: log,
            keep: { event in desk.note(event, from: Requester(.controller)) }
        )
    }
}
