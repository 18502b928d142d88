import Chamber
import MachineClock
import Surroundings
import SwitchCore
package import System
import Threads
package import WebSocket

/// The WebSockets that Hearth dials, to a reefnet hub and to a device-link server, in one thread.
package final class LinkService: Sendable {
    private let worker: Worker

    /// Prepares the connections; `nil` where the settings name none.
    package init?(_ settings: LinkSettings, _ services: LinkServices) throws(WebSocketClientError) {
        guard settings.reefnet != nil || settings.deviceServer != nil else { return nil }
        var limits = ClientLimits()
        limits.connections = 2
        // The times of the device link. They also decide how soon a hub's silence ends its heat.
        limits.pingAfter = .seconds(5)
        limits.silentAfter = .seconds(20)
        // The interval of the controller's steps: a hub gets each change within one step.
        limits.beat = .milliseconds(100)
        worker = Self.worker(try WebSocketClient(limits: limits), settings, services)
    }

    /// Starts the thread.
    package func start() throws(SystemError) {
        try worker.start()
    }

    /// Ends all connections and the thread.
    package func stop() {
        worker.stop()
    }

    private static func worker(
        _ client: WebSocketClient,
        _ settings: LinkSettings,
        _ services: LinkServices
    ) -> Worker {
        Worker(named: "links", interrupt: { client.stop() }) {
            run(client, settings, services)
        }
    }

    private static func run(
        _ client: WebSocketClient,
        _ settings: LinkSettings,
        _ services: LinkServices
    ) {
        let now = Instant.monotonic()
        var links: [any DialledLink] = []
        if let reefnet = settings.reefnet {
            let address = settings.hardwareAddress
            links.append(ReefnetLink(reefnet, hardwareAddress: address, services, at: now))
        }
        if let server = settings.deviceServer {
            links.append(DeviceServerLink(settings.deviceLink, at: server, services, at: now))
        }
        do throws(WebSocketClientError) {
            try client.run(for: LinkLoop(links, client, services))
        } catch {
            let event = DeviceEvent(.network, isTrouble: true, "\(error). Restart the service.")
            services.record(event, .controller)
        }
    }
}
