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
