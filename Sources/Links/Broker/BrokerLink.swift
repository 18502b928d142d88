import Chamber
package import Dialects
import Glibc
import MachineClock
import SwitchCore
package import System
import Threads

/// A device's ``BrokerClient`` in a thread of its own, with the machine's clock.
package final class BrokerLink: Sendable {
    /// How long ending may take: a look-up of the broker's name that hangs is left behind.
    private static let longestStop = Duration.seconds(2)

    private let worker: Worker

    /// - Parameters:
    ///   - settings: which broker, and what is said there.
    ///   - host: what the link asks of the rest of the program, on its thread.
    package init(
        _ settings: BrokerSettings,
        _ traits: DeviceTraits,
        _ host: BrokerHost
    ) throws(SystemError) {
        let mailbox = try Mailbox<Never>(capacity: 0)
        worker = Worker(named: "mqtt", stopsWithin: Self.longestStop, serving: mailbox) {
            BrokerWork(BrokerClient(settings, traits, host))
        }
    }

    /// Begins to reach the broker.
    package func start() throws(SystemError) {
        try worker.start()
    }

    /// Says goodbye and ends.
    package func stop() {
        worker.stop()
    }
}

/// What the link's thread does: gives its client its turns.
private struct BrokerWork: Work {
    private let client: BrokerClient
    /// What `poll` has found of the client's socket since its last turn.
    private var ready: Int16 = 0

    init(_ client: BrokerClient) {
        self.client = client
    }

    var watched: [pollfd] { [pollfd(watching: client.descriptor, for: CInt(client.interest))] }

    var isDone: Bool { client.hasEnded }

    mutating func receive(_ descriptor: CInt, _ events: Int16, at now: Instant) {
        ready = events
    }

    mutating func serve(_ messages: [Never], at now: Instant) -> Instant? {
        client.step(ready: ready, at: now)
        ready = 0
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
