import Chamber
import Server
import Settings
import System
import Threads

extension Daemon {
    /// Lets people in.
    func accessService(in statePath: String, _ desk: DeviceDesk) throws(StartError) -> AccessService
    {
        do throws(SystemError) {
            return try AccessService(
                AccessFiles(in: statePath),
                options.service.access,
                log: log,
                keep: { event in desk.note(event, from: Requester(.controller)) }
            )
        } catch {
            throw StartError(error)
        }
    }
}
