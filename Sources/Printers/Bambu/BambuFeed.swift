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
