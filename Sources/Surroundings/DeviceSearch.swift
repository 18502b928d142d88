import Chamber
import SwitchCore

/// One search, as the clients see it: what it found is shown no sooner than they can have seen it run,
/// and one that nobody ends is ended.
///
/// ```
/// resting ──begin──▶ running ──end, and 1 s has passed──▶ resting
///                       └──────────30 s──────────────────▶ resting, nothing found
/// ```
struct DeviceSearch<Finding: Equatable & Sendable>: Equatable, Sendable {
    /// Twice the pushes' beat, and long enough for a person to see it.
    private static var shortest: Duration { .seconds(1) }
    /// The page waits for the end without a limit of its own; the longest of ours takes 20 s.
    private static var longest: Duration { .seconds(30) }

    private var began: Instant?
    private var found: [Finding]?

    init() {}

    /// Somebody asked for it; one that runs goes on.
    mutating func begin(at now: Instant) {
        guard began == nil else { return }
        began = now
        found = nil
    }

    /// What it found.
    mutating func end(with findings: [Finding]) {
        guard began != nil else { return }
        found = findings
    }

    /// What it found counts no more.
    mutating func cancel() {
        began = nil
        found = nil
    }

    /// What it found, once, when it is to be shown.
    mutating func collect(at now: Instant) -> [Finding]? {
        guard let start = began else { return nil }
        let age = now.duration(since: start)
        guard age >= Self.longest || (found != nil && age >= Self.shortest) else { return nil }
        defer { cancel() }
        return found ?? []
    }
}
