extension SelfTest {
    /// The phase of a test.
    package enum Phase: UInt8, CaseIterable, Sendable {
        /// Waits until every probe is good.
        case waiting
        case resting
        case heating
        /// Heater and blower off.
        case stillAir
        /// The blower on.
        case movedAir
        /// The blower on until everything is cool.
        case cooling
        case ended
    }
}

extension SelfTest.Phase {
    var needsFan: Bool {
        switch self {
        case .waiting, .resting, .stillAir, .ended: false
        case .heating, .movedAir, .cooling: true
        }
    }

    /// The second relay closes before the heat and opens after it: while it is open, a welded first
    /// relay would not show.
    var needsSecondRelay: Bool {
        switch self {
        case .resting, .heating, .stillAir, .movedAir: true
        case .waiting, .cooling, .ended: false
        }
    }
}
