import Lines
import Schema

/// The idle level of a relay's line, without a program. If this level closed a relay in the heater's
/// supply, the heater would be on while the computer boots, after a crash, and when the kernel lets
/// lines fall back. Such a board is refused. The blower, the lights and the buzzer may idle at either
/// level.
extension OutputLine {
    /// Reads `idle` of a relay in the heater's supply, and records a level that closes the relay as a
    /// mistake.
    mutating func readIdle(_ reader: inout SchemaReader, in schema: SectionSchema) {
        idle = reader.given(LineFields.idle, in: schema)
        guard !reader.has(LineFields.idle, in: schema) else {
            if let idle, isOn(at: idle) { recordClosed(at: idle, &reader, schema) }
            return
        }
        guard isActiveLow else {
            idle = .pulledDown
            return
        }
        reader.record(
            LineFields.idle,
            in: schema,
            found:
                "this key is missing: a low level \(effect), and a line idles low unless the wiring "
                + "pulls it up",
            allowed: "\(Self.inversion); or pull the line up, take a pin that boots high, and give "
                + "idle: pulled_up (\(Self.document))"
        )
    }

    private func recordClosed(
        at level: IdleLevel,
        _ reader: inout SchemaReader,
        _ schema: SectionSchema
    ) {
        let isHigh = level == .pulledUp
        let remedy =
            isHigh
            ? "pull the line down, and give idle: pulled_down"
            : "pull the line up, take a pin that boots high, and give idle: pulled_up"
        reader.record(
            LineFields.idle,
            in: schema,
            found: "a \(isHigh ? "high" : "low") level \(effect), and that is what the wiring does "
                + "while the computer boots and after a crash",
            allowed: "\(Self.inversion); or \(remedy) (\(Self.document))"
        )
    }

    private var effect: String {
        purpose == .heater ? "switches the heater on" : "closes the second relay"
    }

    private static let inversion = "invert it with a transistor or use the relay's other contact"
    private static let document = "docs/wiring.md, modules that switch on at a low level"
}
