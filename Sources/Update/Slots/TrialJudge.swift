import Chamber
package import SwitchCore

/// Judges whether a version on trial has proved itself: it has to be in good order for a while without
/// a break.
package struct TrialJudge: Equatable, Sendable {
    /// How long good order has to last: most of what crashes does so in its first minute.
    package static let standard = Duration.seconds(60)
    /// A version that is not in good order for this many times that long is given up: it may heat
    /// nothing, and nobody may be looking.
    package static let patience = 3

    private let length: Duration
    private var since: Instant?

    package init(length: Duration) {
        self.length = length
    }

    /// Takes a look at `now`; true once it is proved.
    package mutating func isProved(isGood: Bool, at now: Instant) -> Bool {
        guard isGood else {
            since = nil
            return false
        }
        let began = since ?? now
        since = began
        return now.duration(since: began) >= length
    }
}
