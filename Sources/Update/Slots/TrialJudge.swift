import Chamber
package import SwitchCore

/// Judges whether a version on trial has proved itself: it must run well for a while without a
/// break.
package struct TrialJudge: Equatable, Sendable {
    /// How long it must run well: most crashes come in the first minute.
    package static let standard = Duration.seconds(60)
    /// A version that has not run well after this many times that long is rolled back: it may not
    /// heat at all, and nobody may be there.
    package static let patience = 3

    /// What happened.
    package enum Event: Equatable, Sendable {
        /// Somebody has looked whether all is in good order.
        case inspected(isGood: Bool)
    }

    /// What to do.
    package enum Effect: Equatable, Sendable {
        /// The version has proved itself.
        case prove
    }

    private let length: Duration
    private var since: Instant?

    package init(length: Duration) {
        self.length = length
    }

    /// Decides what an event leads to.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        guard case .inspected(isGood: true) = event else {
            since = nil
            return []
        }
        let began = since ?? now
        since = began
        return now.duration(since: began) >= length ? [.prove] : []
    }

    /// When it may have proved itself; `nil`: all is not in good order. To be sure of that it has to be
    /// inspected more often.
    package var deadline: Instant? { since?.advanced(by: length) }
}
