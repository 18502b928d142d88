import Chamber
package import SwitchCore

/// Derives a state for people from round after round: a single failed one is no news.
package struct ConverterJudge {
    /// This many rounds in a row must fail alike before it is reported.
    private static let failuresToTell = 2

    /// The published state; ``follow(_:at:)`` says when it changes.
    package private(set) var state: ConverterState
    private var newest: BusError.Kind?
    private var alike = 0

    /// Begins with a converter that has not been read.
    package init(at now: Instant) {
        state = ConverterState(.starting, since: now)
    }

    /// Receives the outcome of a round that began at `now`; true: the state has changed.
    package mutating func follow(_ error: BusError?, at now: Instant) -> Bool {
        guard let error else {
            (newest, alike) = (nil, 0)
            guard state.condition != .working else { return false }
            state = ConverterState(.working, since: now)
            return true
        }
        alike = newest == error.kind ? min(alike + 1, Self.failuresToTell) : 1
        newest = error.kind
        switch state.condition {
        case .starting:
            state = ConverterState(.failing(error), since: now)
            return true
        case .working, .hanging:
            guard alike >= Self.failuresToTell else { return false }
            state = ConverterState(.failing(error), since: now)
            return true
        case .failing(let told):
            guard told.kind != error.kind, alike >= Self.failuresToTell else { return false }
            state = ConverterState(.failing(error), since: state.since)
            return true
        }
    }
}
