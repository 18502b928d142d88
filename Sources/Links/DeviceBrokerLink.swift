import Chamber
import Dialects
import MQTT
import MachineClock
import Surroundings
import SwitchCore
import Synchronization
import Threads

/// The link to a server of the device link that is reached over an MQTT broker, in a thread of its own that
/// reconnects when the connection is lost.
///
/// Topics below `devices/ID`: `cmd` and `ota_data` come in, `status` and `ota_ack` go out.
final class DeviceBrokerLink: Sendable {
    /// How often what is due is looked at.
    private static let look = Duration.milliseconds(100)
    /// How often the status is told unasked.
    private static let heartbeat = Duration.seconds(60)
    /// How long ending may take: a look-up of the broker's name that hangs is left behind.
    private static let longestStop = Duration.seconds(2)

    private let settings: LinkSettings.DeviceLink
    private let broker: LinkSettings.Broker
    private let services: LinkServices
    private let wake: Wake
    private let isStopping = Atomic(false)
    private let thread = Mutex<Thread?>(nil)

    init(
        _ settings: LinkSettings.DeviceLink,
        at broker: LinkSettings.Broker,
        _ services: LinkServices
    ) throws(ThreadError) {
        self.settings = settings
        self.broker = broker
        self.services = services
        wake = try Wake()
    }

    /// Begins to reach the broker.
    func start() throws(ThreadError) {
        let started = try Thread(named: "device-link") { [self] in run() }
        thread.withLock { $0 = started }
    }

    /// Ends the connection and the thread.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        wake.wake()
        thread.withLock { thread in
            _ = thread?.join(within: Self.longestStop)
            thread = nil
        }
    }

    private var isEnding: Bool { isStopping.load(ordering: .acquiring) }

    private func topic(_ name: String) -> String { "devices/\(settings.deviceID)/\(name)" }

    // MARK: The link's thread

    private func run() {
        let conversation = DeviceConversation(settings, over: .broker, services, at: .monotonic())
        var patience = BrokerPatience()
        // The same trouble is told once, however often the broker is tried.
        var told = ""
        var generator = SystemRandomNumberGenerator()
        while !isEnding {
            let end: MQTTEnd?
            do throws(MQTTEnd) {
                let connection = try MQTTConnection(options(conversation), tls: nil)
                connection.open()
                end = serve(connection, conversation, &told, &patience)
            } catch {
                end = error
            }
            conversation.closed()
            guard let end else { return }
            patience.lost(at: .monotonic())
            let words =
                patience.isContested
                ? "\(place) ends the connection soon after it began, again and again: most likely "
                    + "another device has this one's id (\(settings.deviceID)). It is tried again."
                : "\(place) is away: \(end.words). It is tried again."
            if words != told { note(words, isTrouble: true) }
            told = words
            let pause = patience.pause(jitter: Double.random(in: 0...1, using: &generator))
            let until = Instant.monotonic().advanced(by: pause)
            while !isEnding, Instant.monotonic() < until {
                wake.wait(atMost: until.duration(since: .monotonic()))
            }
        }
    }

    /// Runs one connection to its end; `nil`: there is to be no other.
    private func serve(
        _ connection: MQTTConnection,
        _ conversation: DeviceConversation,
        _ told: inout String,
        _ patience: inout BrokerPatience
    ) -> MQTTEnd? {
        var statusAt: Instant?
        while !isEnding {
            for event in connection.run(atMost: Self.look, or: wake) {
                switch event {
                case .connected:
                    patience.connected(at: .monotonic())
                    if !patience.isContested {
                        told = ""
                        note("\(place) is connected.", isTrouble: false)
                    }
                    connection.subscribe(to: topic("cmd"), quality: .atLeastOnce)
                    connection.subscribe(to: topic("ota_data"), quality: .atLeastOnce)
                    statusAt = .monotonic()
                case .message(let message):
                    receive(message, conversation, connection)
                case .oversized(let topic, let bytes):
                    let words = "A message of \(bytes) bytes at \(topic) was ignored."
                    conversation.tell(words, at: .monotonic())
                case .published:
                    break
                case .ended(let end):
                    return end
                }
            }
            let now = Instant.monotonic()
            let wasContested = patience.isContested
            if patience.holds(at: now), wasContested {
                told = ""
                note("The connection to \(place) holds.", isTrouble: false)
            }
            send(conversation.beat(at: now), connection)
            if let due = statusAt, now >= due {
                publishStatus(conversation.greeting(at: now), connection)
                statusAt = now.advanced(by: Self.heartbeat)
            }
        }
        publishStatus(conversation.farewell(at: .monotonic()), connection)
        // Once, so that it leaves.
        _ = connection.run(atMost: Self.look, or: wake)
        connection.close()
        return nil
    }

    private func receive(
        _ message: MQTTMessage,
        _ conversation: DeviceConversation,
        _ connection: MQTTConnection
    ) {
        let now = Instant.monotonic()
        guard !message.isRetained else {
            let words = "A message that the broker had kept at \(message.topic) was ignored."
            return conversation.tell(words, at: now)
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

    /// The state that later subscribers find; a reply to somebody's command is not for them.
    private func publishStatus(_ payload: [UInt8], _ connection: MQTTConnection) {
        connection.publish(
            MQTTMessage(topic("status"), payload, quality: .atLeastOnce, isRetained: true)
        )
    }

    private var place: String { "The device server's broker at \(broker.description)" }

    private func note(_ text: String, isTrouble: Bool) {
        services.note(DeviceEvent(.network, isTrouble: isTrouble, text), Requester(.deviceLink))
    }

    private func options(_ conversation: DeviceConversation) -> MQTTOptions {
        var options = MQTTOptions(
            host: broker.host,
            port: broker.port,
            clientID: "hearth-link-\(settings.deviceID)"
        )
        options.will = MQTTMessage(
            topic("status"),
            conversation.farewell(at: .monotonic()),
            quality: .atLeastOnce,
            isRetained: true
        )
        return options
    }
}

extension MQTTEnd {
    /// Why the broker is away, to follow a colon.
    fileprivate var words: String {
        switch self {
        case .unreachable(let reason), .lost(let reason): reason
        case .untrusted: "its certificate was not believed"
        case .refused: "it refuses this device"
        case .flooded(let bytes): "it sent \(bytes) bytes that are no message"
        }
    }
}
