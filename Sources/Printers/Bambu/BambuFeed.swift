import Chamber
import JSON
import Surroundings
import SwitchCore

/// Merges a connection's reports into news for auto mode and for people.
struct BambuFeed: Sendable {
    /// A report without changes keeps auto mode going; twice a second is enough for that.
    private static let betweenEqualBeds = Duration.milliseconds(500)
    /// As long as auto mode accepts a report, whatever the connection does.
    static let freshFor = Duration.seconds(60)

    private var judge: AutoJudge
    private var report = BambuReport()
    private var told: (bed: BedReport, at: Instant)?
    /// The printer takes no commands from the network; `nil`: it has not said.
    private(set) var isLocked: Bool?

    init(_ judge: AutoJudge) {
        self.judge = judge
    }

    /// When auto mode goes by the last report no longer.
    var deadline: Instant { told?.at.advanced(by: Self.freshFor) ?? .distantFuture }

    /// Drops the reports: after a gap, changes would be merged into old values. Auto mode keeps the
    /// last one.
    mutating func forget() { report = BambuReport() }

    /// Auto mode knows no bed any more.
    mutating func endBed() -> [BambuMachine.Effect] {
        guard told != nil else { return [] }
        told = nil
        return [.news(.bed(nil))]
    }

    /// Merges the `print` object of a `push_status`.
    mutating func merge(_ print: JSONObject, at now: Instant) -> [BambuMachine.Effect] {
        report.merge(print)
        isLocked = report.isLocked ?? isLocked
        var shown = report.shown
        guard let job = report.job else { return [.news(.report(shown))] }
        let judged = judge.judge(job, at: now)
        shown.plan = judged.plan
        if let told, told.bed == judged.bed, now.duration(since: told.at) < Self.betweenEqualBeds {
            return [.news(.report(shown))]
        }
        told = (judged.bed, now)
        return [.news(.report(shown)), .news(.bed(judged.bed))]
    }
}

/// When to ask a printer for a full report: once at each connection, and within one not too often.
struct FullReportSchedule: Sendable {
    /// Frequent `pushall` requests overload a small printer.
    private static let interval = Duration.minutes(5)

    private var last: Instant?
    /// Another one was wanted too soon.
    private var isOwed = false

    /// A connection begins.
    mutating func begin() { last = nil }

    /// When a request that is owed is allowed.
    var deadline: Instant {
        guard isOwed, let last else { return .distantFuture }
        return last.advanced(by: Self.interval)
    }

    /// Asks for one: true where that is allowed now; otherwise it is owed.
    mutating func ask(at now: Instant) -> Bool {
        if let last, now.duration(since: last) < Self.interval {
            isOwed = true
            return false
        }
        last = now
        isOwed = false
        return true
    }

    /// Asks for one as soon as that is allowed.
    mutating func owe() { isOwed = true }

    /// Records that one came, asked for or not.
    mutating func markReceived() { isOwed = false }
}
