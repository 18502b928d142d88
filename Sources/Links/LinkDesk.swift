import Chamber
import MachineClock
import Synchronization
package import Threads
import WebSocket

/// What Hearth dials out to, in a thread of its own: a reefnet hub, a server of the device link.
package final class LinkDesk: Sendable {
    private let client: WebSocketClient
    private let settings: LinkSettings
    private let services: LinkServices
    private let thread = Mutex<Thread?>(nil)

    /// Why the links did not start, in words.
    package struct Failure: Error {
        package let message: String
    }

    /// Prepares the connections; `nil` where the settings name none.
    package init?(_ settings: LinkSettings, _ services: LinkServices) throws(Failure) {
        guard settings.reefnet != nil || settings.deviceLink != nil else { return nil }
        self.settings = settings
        self.services = services
        var limits = ClientLimits()
        limits.connections = 2
        // The device link's own; heat that a hub asked for hangs on how soon its silence shows.
        limits.pingAfter = .seconds(5)
        limits.silentAfter = .seconds(20)
        // What is owed to a hub is told within a beat of the controller.
        limits.beat = .milliseconds(100)
        do throws(WebSocketClientError) {
            client = try WebSocketClient(limits: limits)
        } catch {
            throw Failure(message: error.description)
        }
    }

    /// Starts the thread.
    package func start() throws(ThreadError) {
        let started = try Thread(named: "links") { [self] in run() }
        thread.withLock { $0 = started }
    }

    /// Ends all connections and the thread.
    package func stop() {
        client.stop()
        thread.withLock { thread in
            thread?.join()
            thread = nil
        }
    }

    private func run() {
        let now = Instant.monotonic()
        var links: [any DialledLink] = []
        if let reefnet = settings.reefnet {
            let address = settings.hardwareAddress
            links.append(ReefnetLink(reefnet, hardwareAddress: address, services, at: now))
        }
        if let server = settings.deviceLink {
            links.append(DeviceServerLink(server, services, at: now))
        }
        do throws(WebSocketClientError) {
            try client.run(for: LinkLoop(links, client, services))
        } catch {
            let event = DeviceEvent(.network, isTrouble: true, "\(error). Restart the service.")
            services.note(event, .controller)
        }
    }
}
