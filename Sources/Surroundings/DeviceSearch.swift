import Chamber
import SwitchCore

/// One search as clients see it: its results appear only after clients have seen it running, and a
/// search without an answer ends after 30 s.
///
/// ```
/// resting ──begin──▶ running ──end, and 1 s has passed──▶ resting
///                       └──────────30 s──────────────────▶ resting, nothing found
/// ```
struct DeviceSearch<Finding: Equatable & Sendable>: Equatable, Sendable {
    /// Twice the interval of the status pushes, and long enough for a person to see.
    private static var shortest: Duration { .seconds(1) }
    /// The page waits without a limit. The longest search takes 20 s.
    private static var longest: Duration { .seconds(30) }

    private var began: Instant?
    private var found: [Finding]?

    init() {}

    /// Starts the search; a running search goes on.
    mutating func begin(at now: Instant) {
        guard began == nil else { return }
        began = now
        found = nil
    }

    /// Records the results.
    mutating func end(with findings: [Finding]) {
        guard began != nil else { return }
        found = findings
    }

    /// Ends the search without results.
    mutating func cancel() {
        began = nil
        found = nil
    }

    /// The results, once, as soon as they may be shown.
    mutating func collect(at now: Instant) -> [Finding]? {
        guard let start = began else { return nil }
        let age = now.duration(since: start)
        guard age >= Self.longest || (found != nil && age >= Self.shortest) else { return nil }
        defer { cancel() }
        return found ?? []
    }
}
