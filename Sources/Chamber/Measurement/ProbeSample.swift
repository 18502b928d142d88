package import SwitchCore

/// One measurement of one probe, as the converter delivered it.
package struct ProbeSample: Equatable, Sendable {
    /// The converter's answer.
    package enum Outcome: Equatable, Sendable {
        /// A raw code, and the node's voltage as a share of the divider's supply.
        case measured(code: Int32, ratio: Double)
        /// No answer, or one that cannot be trusted.
        case failed(BusFault)
    }

    /// Why a converter could not be read.
    package enum BusFault: UInt8, CaseIterable, Sendable {
        /// No device answered at the address.
        case noAcknowledge
        /// The conversion did not finish in time, or the bus hangs.
        case timedOut
        /// The converter's configuration had changed: a reset or a brown-out.
        case wasReset
        /// Any other error.
        case failed
    }

    /// The converter's answer.
    package let outcome: Outcome
    /// When the conversion ended, on the monotonic clock.
    package let takenAt: Instant

    package init(_ outcome: Outcome, takenAt: Instant) {
        self.outcome = outcome
        self.takenAt = takenAt
    }
}
