package import SwitchCore

/// Something that people may want to be told of while nobody looks at the page.
package struct Notice: Equatable, Sendable {
    /// What it is about. A released word never changes.
    package enum Kind: String, CaseIterable, Sendable {
        /// The air has reached its set point.
        case ready
        /// Walls and contents are warm too.
        case soaked
        /// A drying run has lasted its time.
        case dryingDone = "drying_done"
        /// The chamber was warm, is off, and has cooled down.
        case cooledDown = "cooled_down"
        /// A fault has stopped the heat.
        case fault
        /// Something needs attention: a warning, a trouble of the machine, heat that ended by itself.
        case trouble
        /// Somebody tries whether messages arrive.
        case test

        /// Those that the device tells by itself.
        package static let told = allCases.filter { $0 != .test }

        /// For people, without a full stop.
        package var title: String {
            switch self {
            case .ready: "Ready"
            case .soaked: "Heat-soaked"
            case .dryingDone: "Dry"
            case .cooledDown: "Cooled down"
            case .fault: "Stopped by a fault"
            case .trouble: "Needs attention"
            case .test: "Test"
            }
        }
    }

    /// Which of the messages since the start, from 1.
    package var number: UInt64
    /// What it is about.
    package var kind: Kind
    /// A sentence or two for people. It holds no secret, and no name of a network or of another device.
    package var text: String
    /// When it happened, on the machine's monotonic clock.
    package var at: Instant
    /// When it happened, in milliseconds since 1970-01-01 00:00 UTC; `nil`: the machine does not know the
    /// time.
    package var wallMilliseconds: Int64?

    package init(
        _ number: UInt64,
        _ kind: Kind,
        _ text: String,
        at: Instant,
        wallMilliseconds: Int64? = nil
    ) {
        self.number = number
        self.kind = kind
        self.text = text
        self.at = at
        self.wallMilliseconds = wallMilliseconds
    }

    /// Title and text, for an event.
    package var words: String { "\(kind.title). \(text)" }
}
