package import SwitchCore

/// One measurement of one probe, as the converter gave it.
package struct ProbeSample: Equatable, Sendable {
    /// What the converter answered.
    package enum Outcome: Equatable, Sendable {
        /// A raw code, and the node's voltage as a share of the divider's supply.
        case measured(code: Int32, ratio: Double)
        /// No answer, or none to be trusted.
        case failed(BusFault)
    }

    /// Why a converter could not be read.
    package enum BusFault: UInt8, CaseIterable, Sendable {
        /// Nobody answered at the address.
        case noAcknowledge
        /// It did not finish in time, or the bus hangs.
        case timedOut
        /// Its configuration was not as it was left: a reset or a brown-out.
        case wasReset
        /// Any other error.
        case failed
    }

    /// What the converter gave.
    package let outcome: Outcome
    /// When the conversion ended, on the monotonic clock.
    package let takenAt: Instant

    package init(_ outcome: Outcome, takenAt: Instant) {
        self.outcome = outcome
        self.takenAt = takenAt
    }
}
