extension SelfTest {
    /// Where a test is.
    package enum Phase: UInt8, CaseIterable, Sendable {
        /// Until every probe reads well.
        case waiting
        case resting
        case heating
        /// Heater and blower off.
        case stillAir
        /// The blower on.
        case movedAir
        /// The blower on until all is cool.
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

    /// The second relay closes before the heat and opens after it: with it open, a first one that has
    /// welded would not show.
    var needsSecondRelay: Bool {
        switch self {
        case .resting, .heating, .stillAir, .movedAir: true
        case .waiting, .cooling, .ended: false
        }
    }
}
