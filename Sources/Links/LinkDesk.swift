import Chamber
import MachineClock
import Surroundings
import SwitchCore
import Synchronization
package import Threads
import WebSocket

/// What Hearth dials out to: a reefnet hub and a server of the device link in a thread of their own, a broker
/// of the latter in another.
package final class LinkDesk: Sendable {
    /// `nil`: no WebSocket is dialled.
    private let client: WebSocketClient?
    private let broker: DeviceBrokerLink?
    private let settings: LinkSettings
    private let services: LinkServices
    private let thread = Mutex<Thread?>(nil)

    /// Why the links did not start, in words.
    package struct Failure: Error {
        /// What failed and why.
        package let message: String
    }

    /// Prepares the connections; `nil` where the settings name none. Throws ``Failure`` or `ThreadError`.
    package init?(_ settings: LinkSettings, _ services: LinkServices) throws {
        let dials = settings.reefnet != nil || settings.deviceServer != nil
        guard dials || settings.deviceBroker != nil else { return nil }
        self.settings = settings
        self.services = services
        client = dials ? try Self.client() : nil
        broker = try settings.deviceBroker.map {
            try DeviceBrokerLink(settings.deviceLink, at: $0, services)
        }
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
    package func start() throws(ThreadError) {
        try broker?.start()
        guard let client else { return }
        let started = try Thread(named: "links") { [self] in run(client) }
        thread.withLock { $0 = started }
    }

    /// Ends all connections and the threads.
    package func stop() {
        broker?.stop()
        client?.stop()
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    private func run(_ client: WebSocketClient) {
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
