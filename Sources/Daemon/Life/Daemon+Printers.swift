import Chamber
import Printers
import Server
import Settings
import System
import Threads
import WebSocket

/// The printers' desk, and what it is wired to.
extension Daemon {
    /// Makes what follows the printers; `identity` is the device's own.
    func printerService(
        _ identity: String,
        _ desk: DeviceDesk,
        _ pauser: PrintPauser
    ) throws(StartError) -> PrinterService {
        var settings = options.service.printers
        settings.deviceID = identity
        // Who serves this machine alone asks nobody else.
        if options.listen.isLoopback { settings.searchInterfaces = ["lo"] }
        do throws(SystemError) {
            let printers = try PrinterService(
                settings,
                tell: { desk.receive($0) },
                note: { desk.note($0, from: Requester(.printer)) }
            )
            if settings.pausesOnFault { pauser.employ(printers, desk) }
            desk.employ(
                DeviceServices(
                    printer: { printers.receive($0) },
                    command: { printers.send($0, answer: $1) }
                )
            )
            return printers
        } catch {
            throw StartError(error)
        }
    }
}
