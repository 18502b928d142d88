import Chamber
package import CommandLine
import Inputs
package import Lines
package import Plant
package import Schema
import Settings
import SwitchCore

/// A fixture's file: what makes the faults of a bench, and what sees that the heater is off.
package struct FixtureFile: Equatable, Sendable {
    /// What makes the faults.
    package enum Kind: String, CaseIterable, Sendable {
        /// Lines of a GPIO chip of this machine.
        case lines
        /// A fixture's service on this machine or another.
        case service
        /// The faults of a service with a simulated board.
        case simulated
    }

    /// A line that makes one fault.
    package struct FaultLine: Equatable, Sendable {
        /// The fault that the line makes.
        package let fault: PlantFault
        /// The line by its number or name.
        package let line: LineReference
    }

    /// What sees that the heater is off.
    package enum WitnessKind: String, CaseIterable, Sendable {
        /// A GPIO line behind an optocoupler on the relay's output.
        case line
        /// A plug or meter that publishes the power to a broker.
        case mqtt
        /// A number in a file, as the kernel gives for a channel of a converter.
        case file
        /// The element of a service with a simulated board.
        case simulated
    }

    /// How the witness is reached.
    package struct WitnessSettings: Equatable, Sendable {
        /// What makes the faults.
        package var kind = WitnessKind.line
        var chip = ""
        /// The line by its number or name.
        package var line: LineReference?
        /// A low level is the active one.
        package var isActiveLow = false
        var path = ""
        var host = ""
        var port = 1883
        var username = ""
        var password = ""
        var topic = ""
        var key = ""
        var above = 5.0
        /// How late it may see that the heat has ended.
        package var delay = Duration.zero
    }

    var name = ""
    /// What makes the faults.
    package var kind = Kind.lines
    var chip = ""
    /// A low level is the active one.
    package var isActiveLow = false
    /// The lines that make faults, by the order of ``faults``.
    package var lines: [FaultLine] = []
    var host = ""
    /// The word that a client has to give; empty: none.
    package var token = ""
    /// What sees the heat; `nil`: nothing does.
    package var witness: WitnessSettings?

    /// The faults that a fixture can make with a relay: the key of each is the fault's name.
    package static let faults: [PlantFault] = [
        .chamberOpen, .chamberShort, .elementOpen, .elementShort, .converterGone, .heaterOpen,
        .relayWelded, .fanStopped,
    ]

    /// The fixture in a file; mistakes end the command, all of them listed.
    package static func load(_ path: String) throws(CommandFailure) -> FixtureFile {
        let bytes = try ConfigurationFile.bytes(of: path)
        do throws(Mistakes) {
            return try FixtureFile(bytes, name: path)
        } catch {
            throw error.commandFailure
        }
    }

    /// Reads a file's bytes; throws all mistakes at once.
    package init(_ bytes: [UInt8], name: String) throws(Mistakes) {
        let file = ConfigurationFile(bytes, name: name)
        var reader = SchemaReader(file, schemas: [FixtureSection.schema, WitnessSection.schema])
        FixtureSection.read(&reader, into: &self)
        WitnessSection.read(&reader, into: &self)
        guard reader.mistakes.isEmpty else { throw reader.mistakes }
    }
}

/// `[fixture]`
private enum FixtureSection {
    static let kind = Field<FixtureFile.Kind>.word(
        "kind",
        FixtureFile.Kind.allCases.map { ($0.rawValue, $0) },
        meaning: "What makes the faults: lines of this machine, a fixture's service, or the "
            + "simulated board of the service itself."
    )
    static let name = Field<String>.text(
        "name",
        longest: 64,
        meaning: "What the report calls it."
    ).optional()
    static let chip = Field<String>.text(
        "chip",
        longest: 64,
        meaning: "The GPIO chip of all lines, by its label or device file."
    ).optional()
    static let isActiveLow = Field<Bool>.flag(
        "active_low",
        standard: false,
        meaning: "A low level makes the faults."
    )
    static let host = Field<String>.text(
        "host",
        longest: 255,
        meaning: "Where the fixture's service answers: a name or address, with :PORT."
    ).optional()
    static let token = Field<String>.text(
        "token",
        longest: 128,
        meaning: "The word that the fixture's service asks for; needed where it serves a network."
    ).optional()

    static func line(of fault: PlantFault) -> Field<LineReference> {
        LineFields.field(
            fault.name,
            "The line that makes this fault: \(fault.description.meaning)"
        )
    }

    static let schema = SectionSchema(
        "fixture",
        isRequired: true,
        meaning: "What makes the faults of a bench.",
        fields: [kind, name, chip, isActiveLow, host, token] + lineFields
    )

    private static var lineFields: [any AnyField] { FixtureFile.faults.map { line(of: $0) } }

    static func read(_ reader: inout SchemaReader, into file: inout FixtureFile) {
        guard reader.has(schema) else {
            reader.recordMissing(schema)
            return
        }
        reader.set(&file.kind, to: kind, in: schema)
        reader.set(&file.isActiveLow, to: isActiveLow, in: schema)
        file.name = reader.given(name, in: schema) ?? ""
        file.token = reader.given(token, in: schema) ?? ""
        file.chip = reader.given(chip, in: schema) ?? ""
        for fault in FixtureFile.faults {
            guard let line = reader.given(line(of: fault), in: schema) else { continue }
            file.lines.append(FixtureFile.FaultLine(fault: fault, line: line))
        }
        switch file.kind {
        case .lines: file.chip = reader.needed(chip, in: schema) ?? ""
        case .service: file.host = reader.needed(host, in: schema) ?? ""
        case .simulated: break
        }
        recordSharedLines(&reader, file)
    }

    private static func recordSharedLines(_ reader: inout SchemaReader, _ file: FixtureFile) {
        for (index, one) in file.lines.enumerated() {
            guard let other = file.lines[..<index].first(where: { $0.line == one.line }) else {
                continue
            }
            reader.record(
                line(of: one.fault),
                in: schema,
                found: "line \(one.line) makes \(other.fault.name) already",
                allowed: "give each fault a line of its own"
            )
        }
    }
}

/// `[witness]`
private enum WitnessSection {
    static let kind = Field<FixtureFile.WitnessKind>.word(
        "kind",
        FixtureFile.WitnessKind.allCases.map { ($0.rawValue, $0) },
        meaning:
            "What sees the heat: a line, a meter at an MQTT broker, a number in a file, or the "
            + "simulated board of the service itself."
    )
    static let chip = text("chip", "The GPIO chip of the line, by its label or device file.")
    static let line = LineFields.field(
        "line",
        "The line that is active while the heater has power."
    )
    static let isActiveLow = Field<Bool>.flag(
        "active_low",
        standard: false,
        meaning: "A low level means that the heater has power, as behind most optocouplers."
    )
    static let path = text("path", "A file with a number, as in /sys/bus/iio/devices/….")
    static let host = text("host", "The broker's name or address.")
    static let port = Field<Double>.whole(
        "port",
        "",
        1...65_535,
        standard: 1_883,
        meaning: "The broker's port."
    )
    static let username = text("username", "The name for the broker.")
    static let password = text("password", "The password for the broker.")
    static let topic = text("topic", "Where the meter publishes the power.")
    static let key = text("key", "The power's key in the message, as in apower; none: a number.")
    static let above = Field<Double>.number(
        "above",
        "",
        0...1_000_000,
        standard: 5,
        meaning: "A number above this means that the heater has power: watts of a meter."
    )
    static let delay = Field<Double>.number(
        "delay_s",
        "seconds",
        0...60,
        standard: 0,
        meaning: "How late the witness may see that the heat has ended: a meter's own period."
    )

    private static func text(_ key: String, _ meaning: String) -> Field<String> {
        Field<String>.text(key, longest: 255, meaning: meaning).optional()
    }

    static let schema = SectionSchema(
        "witness",
        isRequired: false,
        meaning: "A second account of whether the heater has power, isolated from the mains.",
        fields: [
            kind, chip, line, isActiveLow, path, host, port, username, password, topic, key, above,
            delay,
        ]
    )

    static func read(_ reader: inout SchemaReader, into file: inout FixtureFile) {
        guard reader.has(schema) else { return }
        var witness = FixtureFile.WitnessSettings()
        reader.set(&witness.kind, to: kind, in: schema)
        reader.set(&witness.isActiveLow, to: isActiveLow, in: schema)
        reader.set(&witness.port, to: port, in: schema)
        reader.set(&witness.above, to: above, in: schema)
        if let seconds = reader.value(delay, in: schema) {
            witness.delay = .milliseconds(Int64(seconds * 1000))
        }
        witness.username = reader.given(username, in: schema) ?? ""
        witness.password = reader.given(password, in: schema) ?? ""
        witness.key = reader.given(key, in: schema) ?? ""
        switch witness.kind {
        case .line:
            witness.chip = reader.needed(chip, in: schema) ?? ""
            witness.line = reader.needed(line, in: schema)
        case .mqtt:
            witness.host = reader.needed(host, in: schema) ?? ""
            witness.topic = reader.needed(topic, in: schema) ?? ""
        case .file:
            witness.path = reader.needed(path, in: schema) ?? ""
        case .simulated: break
        }
        file.witness = witness
    }
}
