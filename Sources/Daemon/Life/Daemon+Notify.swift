import Boards
import Chamber
import Notify
import Settings
import Store
import Surroundings
import System

/// The service for messages to people and its connections to the other parts.
extension Daemon {
    /// Makes the service; `nil` where the settings name no way.
    func notifyService(
        _ core: Core,
        pageURL: String
    ) throws(StartError) -> NotifyService? {
        guard options.service.notify.isUsed else { return nil }
        if options.service.notify.usesBroker, options.service.broker == nil {
            throw StartError(
                "hearth.conf has \"mqtt: yes\" below [notify], but no broker below [mqtt]: name one there, "
                    + "or take the line away"
            )
        }
        let (exchange, device, events) = (core.exchange, core.device, core.events)
        let calendar = calendar
        let host = NotifyHost(
            snapshot: { exchange.snapshot },
            troubles: { device.troublesWithoutNames() },
            sender: {
                let profile = device.view().profile
                return NoticeSender(
                    id: profile.identity,
                    name: profile.displayName,
                    pageURL: pageURL
                )
            },
            record: { text, isTrouble in
                events.record(
                    DeviceEvent(.network, isTrouble: isTrouble, text),
                    from: .controller
                )
            },
            wallMilliseconds: { calendar.isKnown ? WallTime.now().milliseconds : nil }
        )
        do throws(SystemError) {
            return try NotifyService(options.service.notify, host)
        } catch {
            throw StartError(error)
        }
    }
}
