import Chamber
package import Dialects
import Glibc
import MachineClock
import SwitchCore
package import System
import Threads

/// A device's ``BrokerClient`` in a thread of its own, with the machine's clock.
package final class BrokerLink: Sendable {
    /// How long ending may take; a thread that hangs while it looks up the broker's name is abandoned.
    private static let longestStop = Duration.seconds(2)

    private let worker: Worker

    /// - Parameters:
    ///   - settings: which broker, and what to publish there.
    ///   - host: called on the link's thread.
    package init(
        _ settings: BrokerSettings,
        _ traits: DeviceTraits,
        _ host: BrokerHost
    ) throws(SystemError) {
        let mailbox = try Mailbox<Never>(capacity: 0)
        worker = Worker(named: "mqtt", stopsWithin: Self.longestStop, serving: mailbox) {
            BrokerWork(BrokerClient(settings, traits, host), report: host.reportConnection)
        }
    }

    /// Starts the thread, which connects to the broker.
    package func start() throws(SystemError) {
        try worker.start()
    }

    /// Publishes the last messages, and ends the connection and the thread.
    package func stop() {
        worker.stop()
    }
}

/// What the link's thread does: steps its client.
private struct BrokerWork: Work {
    private let client: BrokerClient
    /// The events that `poll` found at the client's socket since its last step.
    private var ready: Int16 = 0
    private let report: @Sendable (Bool) -> Void
    private var wasConnected = false

    init(_ client: BrokerClient, report: @escaping @Sendable (Bool) -> Void) {
        self.client = client
        self.report = report
    }

    var watched: [pollfd] { [pollfd(watching: client.descriptor, for: CInt(client.interest))] }

    var isDone: Bool { client.hasEnded }

    mutating func receive(_ descriptor: CInt, _ events: Int16, at now: Instant) {
        ready = events
    }

    mutating func serve(_ messages: [Never], at now: Instant) -> Instant? {
        client.step(ready: ready, at: now)
        ready = 0
        if client.isConnected != wasConnected {
            wasConnected = client.isConnected
            report(wasConnected)
        }
        return now.advanced(by: client.rest(at: now))
    }

    func end(_ messages: [Never], at now: Instant) {
        client.leave(at: now)
        while !client.hasEnded {
            var socket = watched
            // An interrupted wait ends early and does no harm.
            poll(&socket, nfds_t(socket.count), BrokerClient.look.pollMilliseconds)
            client.step(ready: socket[0].revents, at: .monotonic())
        }
    }
}
