import Chamber
import Printers
import Server
import Threads

/// The printers' desk, and what it is wired to.
extension Daemon {
    /// Starts the desk for printers; `identity` is the device's own.
    func startPrinters(
        _ identity: String,
        _ desk: DeviceDesk
    ) throws(StartError) -> PrinterDesk {
        do throws(ThreadError) {
            let printers = try PrinterDesk(
                PrinterSettings(deviceID: identity),
                tell: { desk.take($0) },
                note: { desk.note($0, from: Requester(.printer)) }
            )
            try printers.start()
            return printers
        } catch {
            throw StartError(error)
        }
    }
}
