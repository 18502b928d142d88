import Chamber
import Printers
import Server
import Settings
import Surroundings
import System
import WebSocket

/// The printers' service and its connections to the other parts.
extension Daemon {
    /// The mailbox of the printers' service.
    func printerMailbox() throws(StartError) -> PrinterMailbox {
        do throws(SystemError) {
            return try PrinterMailbox(allowsCommands: options.service.printers.allowsCommands)
        } catch {
            throw StartError(error)
        }
    }

    /// Makes the service that follows the printer; `identity` is the device's own.
    func printerService(
        _ identity: String,
        serving mailbox: PrinterMailbox,
        _ device: DeviceExchange,
        _ events: DeviceEventLog
    ) -> PrinterService {
        var settings = options.service.printers
        settings.deviceID = identity
        settings.follow(device.view().autoChoice)
        // A daemon that serves only this machine searches only this machine.
        if options.listen.isLoopback { settings.searchInterfaces = ["lo"] }
        return PrinterService(
            settings,
            serving: mailbox,
            publish: { device.receive($0) },
            record: { events.record($0, from: Requester(.printer)) }
        )
    }
}
