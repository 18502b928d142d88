package import SwitchCore

/// What is known of one probe at the moment of a snapshot.
package struct ProbeStatus: Codable, Equatable, Sendable {
    /// How a probe is doing.
    package enum Condition: UInt8, CaseIterable, Codable, Sendable {
        /// The board has no such probe.
        case absent
        /// No sample has come yet.
        case waiting
        /// Reads plausibly.
        case good
        /// The divider sits at the rail that a shorted thermistor pulls it to.
        case shortCircuit
        /// The divider sits at the rail that a missing thermistor leaves it at.
        case openCircuit
        /// The converter or its bus answered with an error, or not at all.
        case unreadable
        /// The temperature changes faster than any real one does.
        case implausible
        /// The newest sample is too old to be relied on.
        case stale
    }

    /// How the probe is doing.
    package var condition: Condition
    /// The filtered temperature with the offset applied; `nil` unless `condition` is `good`.
    package var temperature: Celsius?

    package init(condition: Condition, temperature: Celsius? = nil) {
        self.condition = condition
        self.temperature = temperature
    }

    /// A probe that the board does not have.
    package static let absent = ProbeStatus(condition: .absent)

    /// The probe is fitted and does not read plausibly.
    package var isFaulty: Bool {
        switch condition {
        case .shortCircuit, .openCircuit, .unreadable, .implausible, .stale: true
        case .absent, .waiting, .good: false
        }
    }
}
