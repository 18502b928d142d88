import Chamber
import Server
import Settings
import Threads

extension Daemon {
    /// Who knows whom to let in.
    func accessWorker(in statePath: String, _ desk: DeviceDesk) -> AccessWorker {
        AccessWorker(
            AccessFiles(in: statePath),
            options.service.access,
            log: log,
            keep: { event in desk.note(event, from: Requester(.controller)) }
        )
    }
}
