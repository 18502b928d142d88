package import Chamber

/// Lets one sentence through in a minute: whoever floods fills no log.
package struct TroubleGate: Sendable {
    private static let pause = Duration.minutes(1)

    private var passedAt: Instant?
    private var held = 0

    package init() {}

    /// The sentence to tell, with how many were held back before it; `nil`: it is held back.
    package mutating func pass(_ text: String, at now: Instant) -> String? {
        if let passedAt, now.duration(since: passedAt) < Self.pause {
            held += 1
            return nil
        }
        passedAt = now
        defer { held = 0 }
        return held == 0 ? text : text + " (\(held) more of the kind before it)"
    }
}
