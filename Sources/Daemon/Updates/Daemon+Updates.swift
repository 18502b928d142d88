import Chamber
import Server
import Surroundings
import System
import Update

/// The update service and its connections to the other parts.
extension Daemon {
    func updateService(
        in statePath: String,
        _ core: Core,
        _ server: HeaterServer
    ) throws(StartError) -> UpdateService {
        let (events, device) = (core.events, core.device)
        do throws(SystemError) {
            return try UpdateService(
                options.update,
                in: statePath,
                core.exchange,
                record: { events.record($0, from: .controller) },
                restart: { device.grant(.restart, from: .controller) },
                wakeServer: { server.wake() }
            )
        } catch {
            throw StartError(error)
        }
    }
}
