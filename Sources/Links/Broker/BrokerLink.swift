import Chamber
package import Dialects
import MQTT
import MachineClock
import Synchronization
package import Threads

/// A device's connection to its broker, in a thread of its own that makes it anew when it is lost.
///
/// What is said and heeded is ``BrokerSession``'s; this class has the socket and the clock.
package final class BrokerLink: Sendable {
    /// How often the state is looked at.
    private static let look = Duration.milliseconds(100)
    /// How long a goodbye may take to leave.
    private static let longestFarewell = Duration.milliseconds(500)
    /// How long ending may take: a look-up of the broker's name that hangs is left behind.
    private static let longestStop = Duration.seconds(2)

    private let settings: BrokerSettings
    private let traits: DeviceTraits
    private let host: BrokerHost
    private let wake: Wake
    private let isStopping = Atomic(false)
    private let thread = Mutex<Thread?>(nil)

    package init(
        _ settings: BrokerSettings,
        _ traits: DeviceTraits,
        _ host: BrokerHost
    ) throws(ThreadError) {
        self.settings = settings
        self.traits = traits
        self.host = host
        wake = try Wake()
    }

    /// Begins to reach the broker.
    package func start() throws(ThreadError) {
        let started = try Thread(named: "mqtt") { [self] in run() }
        thread.withLock { $0 = started }
    }

    /// Says goodbye and ends.
    package func stop() {
        isStopping.store(true, ordering: .releasing)
        wake.wake()
        thread.withLock { thread in
            _ = thread?.join(within: Self.longestStop)
            thread = nil
        }
    }

    private var isEnding: Bool { isStopping.load(ordering: .acquiring) }

    // MARK: The link's thread

    private func run() {
        var session = BrokerSession(settings, traits)
        var patience = BrokerPatience()
        // The same trouble is told once, however often the broker is tried.
        var told = ""
        var generator = SystemRandomNumberGenerator()
        while !isEnding {
            let tls: TLSContext?
            let connection: MQTTConnection
            do {
                tls = try encryption()
                connection = try MQTTConnection(options, tls: tls)
            } catch {
                tell("MQTT cannot begin: \(words(for: error))", unless: &told)
                return
            }
            connection.open()
            let end = serve(connection, &session, &told, &patience)
            session.lost()
            guard let end else { return }
            tell(BrokerWords.words(for: end, at: settings.place), unless: &told)
            let pause = patience.take(part: Double.random(in: 0...1, using: &generator))
            let until = Instant.monotonic().advanced(by: pause)
            while !isEnding, Instant.monotonic() < until {
                wake.wait(atMost: until.duration(since: .monotonic()))
            }
        }
    }

    /// Runs one connection to its end; `nil`: there is to be no other.
    private func serve(
        _ connection: MQTTConnection,
        _ session: inout BrokerSession,
        _ told: inout String,
        _ patience: inout BrokerPatience
    ) -> MQTTEnd? {
        while !isEnding {
            for event in connection.run(atMost: Self.look, or: wake) {
                switch event {
                case .connected:
                    patience.reset()
                    told = ""
                    note("Connected to the MQTT broker at \(settings.place).", isTrouble: false)
                    _ = perform(session.connected(at: .monotonic()), connection)
                case .message(let message):
                    let message = BrokerMessage(
                        message.topic,
                        message.payload,
                        isRetained: message.isRetained
                    )
                    let actions = session.received(message, host.snapshot(), at: .monotonic())
                    _ = perform(actions, connection)
                case .oversized(let topic, let bytes):
                    tell("Ignored a message of \(bytes) bytes at \(topic).", unless: &told)
                case .published:
                    break
                case .ended(let end):
                    return end
                }
            }
            let actions = session.tell(host.snapshot(), host.device(), at: .monotonic())
            if perform(actions, connection) {
                note(
                    "Removed this device from the MQTT broker at \(settings.place).",
                    isTrouble: false
                )
                leave(connection)
                return nil
            }
        }
        _ = perform(session.farewell(), connection)
        leave(connection)
        return nil
    }

    /// Does what a session wants; true: it wants to leave.
    private func perform(_ actions: [BrokerAction], _ connection: MQTTConnection) -> Bool {
        for action in actions {
            switch action {
            case .subscribe(let topic):
                connection.subscribe(to: topic, quality: .atLeastOnce)
            case .publish(let message):
                connection.publish(
                    MQTTMessage(
                        message.topic,
                        message.payload,
                        quality: message.isRetained ? .atLeastOnce : .atMostOnce,
                        isRetained: message.isRetained
                    )
                )
            case .wish(let envelope):
                guard !host.post(envelope) else { continue }
                note("A command over MQTT was lost: too many requests at once.", isTrouble: true)
            case .note(let event):
                host.note(event)
            case .leave:
                return true
            }
        }
        return false
    }

    /// Lets what was said last leave, then the connection.
    private func leave(_ connection: MQTTConnection) {
        let until = Instant.monotonic().advanced(by: Self.longestFarewell)
        while Instant.monotonic() < until {
            let events = connection.run(atMost: Self.look, or: wake)
            if events.isEmpty || events.contains(where: { $0.isEnd }) { break }
        }
        connection.close()
    }

    private func note(_ text: String, isTrouble: Bool) {
        host.note(DeviceEvent(.network, isTrouble: isTrouble, text))
    }

    private func tell(_ trouble: String, unless told: inout String) {
        guard trouble != told else { return }
        told = trouble
        note(trouble, isTrouble: true)
    }

    // MARK: How to connect

    private var options: MQTTOptions {
        var options = MQTTOptions(
            host: settings.host,
            port: settings.port,
            clientID: settings.clientID
        )
        options.username = settings.username
        options.password = settings.password
        if settings.speaksHomeAssistant || settings.speaksStock {
            options.will = MQTTMessage(
                settings.availability,
                Array("offline".utf8),
                quality: .atLeastOnce,
                isRetained: true
            )
        }
        return options
    }

    private func encryption() throws(TLSError) -> TLSContext? {
        guard let encryption = settings.encryption else { return nil }
        let context = try TLSContext(
            .server(name: settings.host, authorities: encryption.authorities)
        )
        if !encryption.certificate.isEmpty {
            try context.show(certificate: encryption.certificate, key: encryption.key)
        }
        return context
    }

    private func words(for error: any Error) -> String {
        if let error = error as? TLSError { return error.message }
        if let end = error as? MQTTEnd { return BrokerWords.words(for: end, at: settings.place) }
        return "\(error)"
    }
}

extension MQTTEvent {
    fileprivate var isEnd: Bool {
        if case .ended = self { true } else { false }
    }
}
