import Chamber
package import Dialects
import MQTT
import Surroundings
package import SwitchCore
import TLS

/// A device's client of an MQTT broker: connects, carries out the effects of its ``BrokerSession``, and
/// reconnects when the connection is lost. It has no thread and no clock: its owner polls ``descriptor``
/// and steps one client (``BrokerLink``) or thousands of them (`hearth-farm simulate`).
///
/// ```
/// waiting ──its time──▶ open ──the session leaves, leave()──▶ leaving ──▶ ended
///    ▲                   │
///    └──── lost ─────────┘
/// ```
package final class BrokerClient {
    /// Counts of a client's messages and connections.
    package struct Traffic: Sendable {
        /// Messages that were handed to the MQTT library.
        package var published = 0
        /// Bytes of the payloads of those messages.
        package var publishedBytes = 0
        /// Messages from the broker, echoes included.
        package var received = 0
        /// How often the broker has accepted a connection.
        package var connections = 0

        package init() {}

        /// The traffic since `earlier`.
        package static func - (later: Traffic, earlier: Traffic) -> Traffic {
            var traffic = later
            traffic.published -= earlier.published
            traffic.publishedBytes -= earlier.publishedBytes
            traffic.received -= earlier.received
            traffic.connections -= earlier.connections
            return traffic
        }

        /// Adds the traffic of another client.
        package static func += (sum: inout Traffic, other: Traffic) {
            sum.published += other.published
            sum.publishedBytes += other.publishedBytes
            sum.received += other.received
            sum.connections += other.connections
        }
    }

    /// The longest time between two steps of a connected client.
    package static let look = Duration.milliseconds(100)
    /// How long the last messages may take to be sent and confirmed.
    private static let longestFarewell = Duration.milliseconds(500)

    /// A broker that confirms nothing is sent no more messages to people.
    private static let mostUnconfirmed = 100

    private enum Stage {
        case waiting(until: Instant)
        case open
        case leaving(until: Instant)
        case ended
    }

    private let settings: BrokerSettings
    private let host: BrokerHost
    private var stage = Stage.waiting(until: .zero)
    private var connection: MQTTConnection?
    private var session: BrokerSession
    private var patience = BrokerPatience()
    /// The last trouble that was reported: the same trouble is reported once, not at each attempt.
    private var told = ""
    private var generator = SystemRandomNumberGenerator()
    /// Messages that are not sent yet, or that the broker has not confirmed.
    private var unconfirmed = 0
    /// All traffic since the client was created, over all connections.
    package private(set) var traffic = Traffic()
    /// The broker has accepted the present connection.
    package private(set) var isConnected = false

    /// - Parameter start: the time of the first attempt.
    package init(
        _ settings: BrokerSettings,
        _ traits: DeviceTraits,
        _ host: BrokerHost,
        from start: Instant = .zero
    ) {
        self.settings = settings
        self.host = host
        session = BrokerSession(settings, traits, earlier: host.keptTopics())
        stage = session.isNeedless ? .ended : .waiting(until: start)
    }

    /// The client has ended and does nothing more.
    package var hasEnded: Bool {
        if case .ended = stage { true } else { false }
    }

    /// The descriptor for `poll`; -1: none.
    package var descriptor: CInt { connection?.descriptor ?? -1 }

    /// The events of ``descriptor`` for `poll`.
    package var interest: Int16 { connection?.interest ?? 0 }

    /// The time until the next step is due, unless the socket is ready before.
    package func rest(at now: Instant) -> Duration {
        if case .waiting(let until) = stage {
            max(.zero, until.duration(since: now))
        } else {
            Self.look
        }
    }

    /// Does what is due.
    ///
    /// - Parameter ready: the events that `poll` found at ``descriptor``.
    package func step(ready: Int16, at now: Instant) {
        switch stage {
        case .waiting(let until):
            if now >= until { open(at: now) }
        case .open:
            guard let connection else { return }
            for event in connection.serve(ready) { receive(event, connection, at: now) }
            if case .open = stage { recordStability(of: connection, at: now) }
        case .leaving(let until):
            for event in connection?.serve(ready) ?? [] {
                switch event {
                case .published: unconfirmed -= 1
                case .ended: unconfirmed = 0
                case .connected, .message, .oversized: break
                }
            }
            if unconfirmed <= 0 || now >= until { close() }
        case .ended:
            break
        }
    }

    /// Publishes the last messages and ends; call ``step(ready:at:)`` until ``hasEnded``.
    package func leave(at now: Instant) {
        switch stage {
        case .waiting:
            stage = .ended
        case .open:
            guard let connection else { return close() }
            _ = perform(session.step(.leaving, at: now), connection)
            stage = .leaving(until: now.advanced(by: Self.longestFarewell))
        case .leaving, .ended:
            break
        }
    }

    /// Publishes a message in the device's name; does nothing without a connection.
    package func publish(_ message: BrokerMessage) {
        guard let connection else { return }
        publish(message, connection)
    }

    // MARK: The connection

    private func open(at now: Instant) {
        do {
            let connection = try MQTTConnection(settings.options, tls: try settings.makeTLS())
            self.connection = connection
            unconfirmed = 0
            stage = .open
            connection.open()
        } catch {
            report("MQTT cannot start: \(words(for: error))")
            stage = .ended
        }
    }

    private func close() {
        connection?.close()
        connection = nil
        isConnected = false
        stage = .ended
    }

    private func receive(_ event: MQTTEvent, _ connection: MQTTConnection, at now: Instant) {
        switch event {
        case .connected:
            isConnected = true
            traffic.connections += 1
            patience.connected(at: now)
            if !patience.isContested {
                told = ""
                record("Connected to the MQTT broker at \(settings.place).", isTrouble: false)
            }
            _ = perform(session.step(.connected, at: now), connection)
        case .message(let message):
            traffic.received += 1
            let message = BrokerMessage(
                message.topic,
                message.payload,
                isRetained: message.isRetained
            )
            let received = BrokerSession.Event.received(message, host.snapshot(), host.device())
            _ = perform(session.step(received, at: now), connection)
        case .oversized(let topic, let bytes):
            report("Ignored a message of \(bytes) bytes at \(topic).")
        case .published:
            unconfirmed -= 1
        case .ended(let end):
            lost(end, at: now)
        }
    }

    private func lost(_ end: MQTTEnd, at now: Instant) {
        isConnected = false
        connection = nil
        _ = session.step(.lost, at: now)
        patience.lost(at: now)
        let words = BrokerTrouble.words(for: end, at: settings.place)
        report(patience.isContested ? BrokerTrouble.clientIDInUse(settings) : words)
        let pause = patience.pause(
            jitter: Double.random(in: 0...1, using: &generator),
            isHeatAtStake: host.snapshot().lease?.requester == BrokerSession.requester,
            at: now
        )
        stage = .waiting(until: now.advanced(by: pause))
    }

    // MARK: Publishing and reporting

    private func recordStability(of connection: MQTTConnection, at now: Instant) {
        let wasContested = patience.isContested
        if patience.holds(at: now), wasContested {
            told = ""
            record(
                "The connection to the MQTT broker at \(settings.place) is stable again.",
                isTrouble: false
            )
        }
        if session.stage == .settled, unconfirmed < Self.mostUnconfirmed {
            let notices = host.collectNotices()
            if !notices.isEmpty {
                _ = perform(session.step(.noticed(notices), at: now), connection)
            }
        }
        let effects = session.step(
            .shown(host.snapshot(), host.device(), wall: host.wallMilliseconds()),
            at: now
        )
        guard perform(effects, connection) else { return }
        stage = .leaving(until: now.advanced(by: Self.longestFarewell))
    }

    /// Carries out the effects of a session; true: the session wants the connection to end.
    private func perform(_ effects: [BrokerSession.Effect], _ connection: MQTTConnection) -> Bool {
        for effect in effects {
            switch effect {
            case .subscribe(let topic):
                connection.subscribe(to: topic, quality: .atLeastOnce)
            case .publish(let message):
                publish(message, connection)
            case .post(let envelope):
                guard !host.post(envelope) else { continue }
                record("A command over MQTT was lost: too many requests at once.", isTrouble: true)
            case .tell(let report): host.tell(report)
            case .record(let event): host.record(event)
            case .keep(let topics):
                host.keepTopics(topics)
            case .leave: return true
            }
        }
        return false
    }

    private func publish(_ message: BrokerMessage, _ connection: MQTTConnection) {
        traffic.published += 1
        traffic.publishedBytes += message.payload.count
        let id = connection.publish(
            MQTTMessage(
                message.topic,
                message.payload,
                quality: message.isRetained || message.isConfirmed ? .atLeastOnce : .atMostOnce,
                isRetained: message.isRetained
            )
        )
        if id != nil { unconfirmed += 1 }
    }

    private func record(_ text: String, isTrouble: Bool) {
        host.record(DeviceEvent(.network, isTrouble: isTrouble, text))
    }

    private func report(_ trouble: String) {
        guard trouble != told else { return }
        told = trouble
        record(trouble, isTrouble: true)
    }

    private func words(for error: any Error) -> String {
        if let error = error as? TLSError { return error.message }
        if let end = error as? MQTTEnd { return BrokerTrouble.words(for: end, at: settings.place) }
        return "\(error)"
    }
}
