import Chamber
import MachineClock
import Surroundings
import SwitchCore
package import System
import Threads
import WebSocket

/// What Hearth dials out to: a reefnet hub and a server of the device link in a thread of their own, a broker
/// of the latter in another.
package final class LinkService: Sendable {
    private let broker: DeviceBrokerLink?
    /// `nil`: no WebSocket is dialled.
    private let worker: Worker?

    /// Why the links did not start, in words.
    package struct Failure: Error {
        /// What failed and why.
        package let message: String
    }

    /// Prepares the connections; `nil` where the settings name none. Throws ``Failure`` or `SystemError`.
    package init?(_ settings: LinkSettings, _ services: LinkServices) throws {
        let dials = settings.reefnet != nil || settings.deviceServer != nil
        guard dials || settings.deviceBroker != nil else { return nil }
        broker = try settings.deviceBroker.map {
            try DeviceBrokerLink(settings.deviceLink, at: $0, services)
        }
        worker = dials ? Self.worker(try Self.client(), settings, services) : nil
    }

    private static func client() throws(Failure) -> WebSocketClient {
        var limits = ClientLimits()
        limits.connections = 2
        // The device link's own; heat that a hub asked for hangs on how soon its silence shows.
        limits.pingAfter = .seconds(5)
        limits.silentAfter = .seconds(20)
        // What is owed to a hub is told within a beat of the controller.
        limits.beat = .milliseconds(100)
        do throws(WebSocketClientError) {
            return try WebSocketClient(limits: limits)
        } catch {
            throw Failure(message: error.description)
        }
    }

    /// Starts the threads.
    package func start() throws(SystemError) {
        try broker?.start()
        try worker?.start()
    }

    /// Ends all connections and the threads.
    package func stop() {
        broker?.stop()
        worker?.stop()
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
            services.note(event, .controller)
        }
    }
}
