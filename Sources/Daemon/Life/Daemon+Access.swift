import Chamber
import Server
import Settings
import System
import Threads

extension Daemon {
    /// Makes the service that checks passwords and tokens.
    func accessService(
        in statePath: String,
        _ events: DeviceEventLog
    ) throws(StartError) -> AccessService {
        do throws(SystemError) {
            return try AccessService(
                AccessFiles(in: statePath),
                options.service.access,
                log: log,
                keep: { events.record($0, from: .controller) }
            )
        } catch {
            throw StartError(error)
        }
    }
}
