import Chamber
import SwitchCore

/// When a printer may be asked for a full report: at each connection, but not too often.
struct FullReportSchedule: Sendable {
    /// `pushall` costs a small printer more than it has to spare, where it is asked for often.
    private static let interval = Duration.minutes(5)

    private var last: Instant?
    /// The last one was too young for another.
    private var isOwed = false

    /// When one that is owed may be asked for.
    var deadline: Instant {
        guard isOwed, let last else { return .distantFuture }
        return last.advanced(by: Self.interval)
    }

    /// One is wanted: whether it may be asked for now; else it is owed.
    mutating func ask(at now: Instant) -> Bool {
        if let last, now.duration(since: last) < Self.interval {
            isOwed = true
            return false
        }
        last = now
        isOwed = false
        return true
    }

    /// One is wanted, as soon as it may be asked for.
    mutating func owe() { isOwed = true }

    /// One came, asked for or not.
    mutating func markReceived() { isOwed = false }
}
