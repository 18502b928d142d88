import Chamber
import Dialects
import Glibc
import MQTT
import MachineClock
import Surroundings
import SwitchCore
package import System
import Threads

/// The link to a device-link server over an MQTT broker, in a thread of its own that reconnects when the
/// connection is lost.
///
/// Topics below `devices/ID`: subscribes to `cmd` and `ota_data`, publishes `status` and `ota_ack`.
package final class DeviceBrokerLink: Sendable {
    /// How long ending may take; a thread that hangs while it looks up the broker's name is abandoned.
    private static let longestStop = Duration.seconds(2)

    private let worker: Worker

    /// `nil` where the settings name no broker.
    package init?(_ settings: LinkSettings, _ services: LinkServices) throws(SystemError) {
        guard let broker = settings.deviceBroker else { return nil }
        let link = settings.deviceLink
        let mailbox = try Mailbox<Never>(capacity: 0)
        worker = Worker(named: "device-link", stopsWithin: Self.longestStop, serving: mailbox) {
            DeviceBrokerWork(link, at: broker, services)
        }
    }

    /// Starts the thread, which connects to the broker.
    package func start() throws(SystemError) {
        try worker.start()
    }

    /// Ends the connection and the thread.
    package func stop() {
        worker.stop()
    }
}

/// What the link's thread does.
///
/// ```
/// waiting ──its time──▶ open
///    ▲                   │
///    └──── lost ─────────┘
/// ```
private struct DeviceBrokerWork: Work {
    private enum Stage {
        case waiting(until: Instant)
        case open(MQTTConnection)
    }

    /// The longest time between two steps of an open connection.
    private static let look = Duration.milliseconds(100)
    /// How often the status is published without a request.
    private static let heartbeat = Duration.seconds(60)

    private let settings: LinkSettings.DeviceLink
    private let broker: LinkSettings.Broker
    private let services: LinkServices
    private let conversation: DeviceConversation
    private var stage = Stage.waiting(until: .zero)
    private var patience = BrokerPatience()
    /// The last trouble that was reported: the same trouble is reported once, not at each attempt.
    private var told = ""
    private var generator = SystemRandomNumberGenerator()
    /// When the next status is due; `nil`: the broker has not accepted the connection.
    private var statusAt: Instant?
    /// The events that `poll` found at the connection since its last step.
    private var ready: Int16 = 0

    init(
        _ settings: LinkSettings.DeviceLink,
        at broker: LinkSettings.Broker,
        _ services: LinkServices
    ) {
        self.settings = settings
        self.broker = broker
        self.services = services
        conversation = DeviceConversation(settings, over: .broker, services, at: .monotonic())
    }

    var watched: [pollfd] {
        guard case .open(let connection) = stage else { return [] }
        return [pollfd(watching: connection.descriptor, for: CInt(connection.interest))]
    }

    mutating func receive(_ descriptor: CInt, _ events: Int16, at now: Instant) {
        ready = events
    }

    mutating func serve(_ messages: [Never], at now: Instant) -> Instant? {
        switch stage {
        case .waiting(let until):
            if now >= until { open(at: now) }
        case .open(let connection):
            step(connection, at: now)
        }
        switch stage {
        case .waiting(let until): return until
        case .open(let connection): return now.advanced(by: min(Self.look, connection.rest))
        }
    }

    mutating func end(_ messages: [Never], at now: Instant) {
        guard case .open(let connection) = stage else { return }
        publishStatus(conversation.offlineStatus(at: now), connection)
        // One more call sends the status.
        _ = connection.serve(0)
        connection.close()
        conversation.closed(at: now)
    }

    private func topic(_ name: String) -> String { "devices/\(settings.deviceID)/\(name)" }

    // MARK: The connection

    private mutating func open(at now: Instant) {
        statusAt = nil
        do throws(MQTTEnd) {
            let connection = try MQTTConnection(options(), tls: nil)
            stage = .open(connection)
            connection.open()
        } catch {
            lose(error, at: now)
        }
    }

    private mutating func step(_ connection: MQTTConnection, at now: Instant) {
        defer { ready = 0 }
        for event in connection.serve(ready) {
            switch event {
            case .connected: connected(connection, at: now)
            case .message(let message): receive(message, on: connection)
            case .oversized(let topic, let bytes):
                let words = "A message of \(bytes) bytes at \(topic) was ignored."
                conversation.report(words, at: now)
            case .published: break
            case .ended(let end): return lose(end, at: now)
            }
        }
        let wasContested = patience.isContested
        if patience.holds(at: now), wasContested {
            told = ""
            record("The connection to \(place) is stable again.", isTrouble: false)
        }
        send(conversation.beat(at: now), connection)
        if let due = statusAt, now >= due {
            publishStatus(conversation.greeting(at: now), connection)
            statusAt = now.advanced(by: Self.heartbeat)
        }
    }

    private mutating func connected(_ connection: MQTTConnection, at now: Instant) {
        patience.connected(at: now)
        if !patience.isContested {
            told = ""
            record("\(place) is connected.", isTrouble: false)
        }
        connection.subscribe(to: topic("cmd"), quality: .atLeastOnce)
        connection.subscribe(to: topic("ota_data"), quality: .atLeastOnce)
        statusAt = now
    }

    private mutating func lose(_ end: MQTTEnd, at now: Instant) {
        conversation.closed(at: now)
        patience.lost(at: now)
        let words =
            patience.isContested
            ? "\(place) repeatedly ends the connection soon after it began: most likely another "
                + "device has this one's id (\(settings.deviceID)). Hearth keeps trying."
            : "\(place) cannot be reached: \(end.words). Hearth keeps trying."
        if words != told { record(words, isTrouble: true) }
        told = words
        let pause = patience.pause(
            jitter: Double.random(in: 0...1, using: &generator),
            isHeatAtStake: false,
            at: now
        )
        stage = .waiting(until: now.advanced(by: pause))
    }

    private func receive(_ message: MQTTMessage, on connection: MQTTConnection) {
        let now = Instant.monotonic()
        guard !message.isRetained else {
            let words = "A message that the broker had kept at \(message.topic) was ignored."
            return conversation.report(words, at: now)
        }
        let isPiece = message.topic == topic("ota_data")
        guard isPiece || message.topic == topic("cmd") else { return }
        let answers = message.payload.withUnsafeBytes {
            conversation.received($0, isPiece: isPiece, at: now)
        }
        send(answers, connection)
    }

    private func send(_ answers: DeviceConversation.Answers, _ connection: MQTTConnection) {
        for payload in answers.acknowledgements {
            connection.publish(MQTTMessage(topic("ota_ack"), payload, quality: .atLeastOnce))
        }
        for payload in answers.replies {
            connection.publish(MQTTMessage(topic("status"), payload, quality: .atLeastOnce))
        }
    }

    /// Publishes the status as retained, for later subscribers; replies to commands are not retained.
    private func publishStatus(_ payload: [UInt8], _ connection: MQTTConnection) {
        connection.publish(
            MQTTMessage(topic("status"), payload, quality: .atLeastOnce, isRetained: true)
        )
    }

    private var place: String { "The device server's broker at \(broker.description)" }

    private func record(_ text: String, isTrouble: Bool) {
        services.record(DeviceEvent(.network, isTrouble: isTrouble, text), Requester(.deviceLink))
    }

    private func options() -> MQTTOptions {
        var options = MQTTOptions(
            host: broker.host,
            port: broker.port,
            clientID: "hearth-link-\(settings.deviceID)"
        )
        options.will = MQTTMessage(
            topic("status"),
            conversation.offlineStatus(at: .monotonic()),
            quality: .atLeastOnce,
            isRetained: true
        )
        return options
    }
}

extension MQTTEnd {
    /// Why there is no connection, as a clause after a colon.
    fileprivate var words: String {
        switch self {
        case .unreachable(let reason), .lost(let reason): reason
        case .untrusted: "its certificate is not trusted"
        case .refused: "it refuses this device"
        case .flooded(let bytes): "it sent \(bytes) bytes that are no message"
        }
    }
}
