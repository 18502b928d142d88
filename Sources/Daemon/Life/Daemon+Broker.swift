import Boards
import Chamber
import Dialects
import Links
import Notify
import Settings
import Store
import Surroundings
import System
import Threads

/// The link to an MQTT broker and its connections to the other parts.
extension Daemon {
    /// Makes the link; `nil` where the service file names no broker.
    func brokerLink(
        _ core: Core,
        _ updates: UpdateService,
        _ notify: NotifyService?,
        pageURL: String
    ) throws(StartError) -> BrokerLink? {
        guard let broker = options.service.broker else { return nil }
        let (profile, exchange) = (core.profile, core.exchange)
        let (device, events, shared) = (core.device, core.events, core.shared)
        var settings = broker.joined(byDevice: profile.identity)
        settings.speaksNotices = options.service.notify.usesBroker
        var traits = DeviceTraits(
            id: settings.id,
            name: profile.brokerName(id: settings.id),
            board: options.board.configuration
        )
        traits.model = options.board.name
        traits.version = options.version
        traits.pageURL = pageURL
        let memory = BrokerMemory(in: options.statePath)
        let log = log
        var host = BrokerHost(
            snapshot: { exchange.snapshot },
            device: {
                var view = device.view()
                view.status.update = updates.status
                return view
            },
            post: { exchange.post($0) },
            record: { events.record($0, from: .controller) }
        )
        host.tell = { device.grant(.reportPrinter($0), from: Requester(.homeAssistant)) }
        if let notify { host.collectNotices = { notify.collectForBroker() } }
        host.reportConnection = { shared.isConnected = $0 }
        host.wallMilliseconds = { WallTime.now().milliseconds }
        // The link works without the stored topics; the broker may then keep old messages.
        host.keptTopics = {
            do throws(SystemError) {
                return try memory.topics()
            } catch {
                log(.warning, error.description)
                return nil
            }
        }
        host.keepTopics = { topics in
            do throws(SystemError) {
                try memory.keep(topics)
            } catch {
                log(.warning, error.description)
            }
        }
        do throws(SystemError) {
            return try BrokerLink(settings, traits, host)
        } catch {
            throw StartError(error)
        }
    }
}
