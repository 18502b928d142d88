import Chamber
import Printers
import Server
import Settings
import System
import WebSocket

/// The printers' service, and what it is wired to.
extension Daemon {
    /// Where requests about printers arrive.
    func printerMailbox() throws(StartError) -> PrinterMailbox {
        do throws(SystemError) {
            return try PrinterMailbox(allowsCommands: options.service.printers.allowsCommands)
        } catch {
            throw StartError(error)
        }
    }

    /// Makes what follows the printers; `identity` is the device's own.
    func printerService(
        _ identity: String,
        serving mailbox: PrinterMailbox,
        _ device: DeviceExchange,
        _ events: DeviceEventLog
    ) -> PrinterService {
        var settings = options.service.printers
        settings.deviceID = identity
        // Who serves this machine alone asks nobody else.
        if options.listen.isLoopback { settings.searchInterfaces = ["lo"] }
        return PrinterService(
            settings,
            serving: mailbox,
            tell: { device.receive($0) },
            note: { events.record($0, from: Requester(.printer)) }
        )
    }
}
