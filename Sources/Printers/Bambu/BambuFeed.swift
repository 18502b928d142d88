import Chamber
import JSON
import Surroundings
import SwitchCore

/// What a connection's reports come to: merged, and told to auto mode and to people.
struct BambuFeed: Sendable {
    /// A report that changes nothing keeps auto mode going: twice a second is enough for that, however
    /// often they come.
    private static let betweenEqualBeds = Duration.milliseconds(500)

    private let rule: PrinterSettings.AutoRule
    private var report = BambuReport()
    private var told: (bed: BedReport, at: Instant)?

    init(_ rule: PrinterSettings.AutoRule) {
        self.rule = rule
    }

    /// What it said counts no more: after a gap, a change would be put on top of something old.
    mutating func forget() {
        report = BambuReport()
        told = nil
    }

    /// Merges the `print` object of a `push_status`.
    mutating func merge(_ print: JSONObject, at now: Instant) -> [PrinterNews] {
        report.merge(print)
        let shown = PrinterNews.report(report.shown)
        guard let bed = report.bedReport(rule) else { return [shown] }
        if let told, told.bed == bed, now.duration(since: told.at) < Self.betweenEqualBeds {
            return [shown]
        }
        told = (bed, now)
        return [shown, .bed(bed)]
    }
}

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
