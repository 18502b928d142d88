import Chamber
package import Client
package import CommandLine
import Glibc
import Inputs
import JSON
import Lines
import MQTT
import SwitchCore
import System

/// A line that is active while the heater has power.
struct LineWitness: WitnessSource {
    private let line: LevelLine
    let name: String

    init(_ settings: FixtureFile.WitnessSettings) throws(CommandFailure) {
        guard let reference = settings.line else {
            throw CommandFailure(.misconfigured, "the witness: no line is named")
        }
        name = "line \(reference) of \(settings.chip)"
        do throws(LineError) {
            line = try LevelLine(
                reference,
                of: settings.chip,
                isActiveLow: settings.isActiveLow,
                bias: .none,
                for: "witness"
            )
        } catch {
            throw CommandFailure(
                .unavailable,
                "the witness: \(error.description); nothing was heated"
            )
        }
    }

    mutating func sees() -> Bool? { line.isActive }
}

/// A number in a file: a channel of a converter, as the kernel shows it.
struct FileWitness: WitnessSource {
    private let path: String
    private let above: Double
    var name: String { path }

    /// More than a number takes.
    private static let most = 64

    init(_ settings: FixtureFile.WitnessSettings) {
        (path, above) = (settings.path, settings.above)
    }

    mutating func sees() -> Bool? {
        do throws(SystemError) {
            let bytes = try File.beginning(of: path, Self.most)
            let text = String(decoding: bytes, as: UTF8.self)
            return text.split(whereSeparator: \.isWhitespace).first
                .flatMap { Double(plain: String($0)) }.map { $0 > above }
        } catch {
            return nil
        }
    }
}

/// A meter that publishes the power to an MQTT broker.
struct MeterWitness: WitnessSource {
    private let settings: FixtureFile.WitnessSettings
    private let connection: MQTTConnection
    private var newest: Bool?
    private var hasEnded = false
    var name: String { "\(settings.topic) at \(settings.host)" }

    init(_ settings: FixtureFile.WitnessSettings) throws(CommandFailure) {
        self.settings = settings
        var options = MQTTOptions(
            host: settings.host,
            port: settings.port,
            clientID: "hearth-bench-\(UInt32.random(in: 0...UInt32.max))"
        )
        (options.username, options.password) = (settings.username, settings.password)
        do throws(MQTTEnd) {
            connection = try MQTTConnection(options, tls: nil)
        } catch {
            throw CommandFailure(
                .unavailable,
                "the witness: the broker cannot be reached: \(error)"
            )
        }
        connection.open()
    }

    mutating func sees() -> Bool? {
        guard !hasEnded else { return nil }
        var ready = pollfd(fd: connection.descriptor, events: connection.interest, revents: 0)
        if connection.descriptor >= 0 { poll(&ready, 1, 0) }
        for event in connection.serve(ready.revents) {
            switch event {
            case .connected: connection.subscribe(to: settings.topic)
            case .message(let message):
                newest = power(in: message.payload).map { $0 > settings.above }
            case .ended: (hasEnded, newest) = (true, nil)
            case .oversized, .published: break
            }
        }
        return newest
    }

    private func power(in payload: [UInt8]) -> Double? {
        guard !settings.key.isEmpty else {
            let text = String(decoding: payload, as: UTF8.self)
            return text.split(whereSeparator: \.isWhitespace).first
                .flatMap { Double(plain: String($0)) }
        }
        do throws(JSONError) {
            // A key within an object, as in ENERGY.Power.
            var value: JSONValue? = try JSONValue(parsing: payload)
            for key in settings.key.split(separator: ".") { value = value?.object?[String(key)] }
            return value?.number
        } catch {
            return nil
        }
    }
}

/// The element of a service's simulated board: what a line behind an optocoupler is at a real one.
struct SimulatedWitness: WitnessSource {
    let client: DaemonClient
    let name = "the simulated element"

    mutating func sees() -> Bool? {
        do throws(CommandFailure) {
            return try client.get("/api/v1/simulate").object["heat"]?.bool
        } catch {
            return nil
        }
    }
}

extension Witness {
    /// The witness of a service with a simulated board.
    package init(simulatedBy client: DaemonClient) {
        self.init(SimulatedWitness(client: client), delay: .zero)
    }

    /// The witness that a fixture's file names; `client` asks the service.
    package init?(_ file: FixtureFile, _ client: DaemonClient?) throws(CommandFailure) {
        guard let settings = file.witness else { return nil }
        let source: any WitnessSource
        switch settings.kind {
        case .line: source = try LineWitness(settings)
        case .mqtt: source = try MeterWitness(settings)
        case .file: source = FileWitness(settings)
        case .simulated:
            guard let client, try SimulatedFaultMaker(client) != nil else {
                throw CommandFailure(
                    .misconfigured,
                    "the witness: kind: simulated is for a service on a simulated board, and this one "
                        + "drives a real heater; nothing was heated"
                )
            }
            source = SimulatedWitness(client: client)
        }
        self.init(source, delay: settings.delay)
    }
}
