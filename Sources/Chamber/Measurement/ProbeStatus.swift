package import SwitchCore

/// The state of one probe at the moment of a snapshot.
package struct ProbeStatus: Codable, Equatable, Sendable {
    /// The condition of a probe.
    package enum Condition: UInt8, CaseIterable, Codable, Sendable {
        /// The board has no such probe.
        case absent
        /// No sample has arrived yet.
        case waiting
        /// Reads plausibly.
        case good
        /// The divider is at the rail of a shorted thermistor.
        case shortCircuit
        /// The divider is at the rail of a missing thermistor.
        case openCircuit
        /// The converter or its bus answered with an error, or not at all.
        case unreadable
        /// The temperature changes faster than any real one does.
        case implausible
        /// The newest sample is too old.
        case stale
    }

    /// The condition of the probe.
    package var condition: Condition
    /// The filtered temperature with the offset applied; `nil` unless `condition` is `good`.
    package var temperature: Celsius?

    package init(condition: Condition, temperature: Celsius? = nil) {
        self.condition = condition
        self.temperature = temperature
    }

    /// A probe that the board does not have.
    package static let absent = ProbeStatus(condition: .absent)

    /// Whether the probe is fitted and does not read plausibly.
    package var isFaulty: Bool {
        switch condition {
        case .shortCircuit, .openCircuit, .unreadable, .implausible, .stale: true
        case .absent, .waiting, .good: false
        }
    }
}
