package import Chamber
package import SwitchCore

/// Why mode auto heats, or why it does not: one word for programs and one sentence for people.
package enum AutoReason: Equatable, Sendable {
    case noPrinter
    case noReportYet
    /// `since`: the local time of the last report, `14:02`.
    case noReport(since: String)
    /// `bed`: its set point, 0 °C where the bed is off.
    case noPrint(bed: Celsius)
    /// The bed has been hot for as long as it may heat before a print.
    case preheatOver(bed: Celsius)
    case bedTooCold(bed: Celsius, threshold: Celsius)
    case coldFilament(String, isOneOfSeveral: Bool)
    /// Empty: nothing is loaded.
    case unknownFilament(String)
    /// The print names a temperature that no chamber has, in °C.
    case refusedTarget(Double)
    case fileUnread
    case otherFile
    case longPause
    /// Heat, from here on: the target that the print names, and the one that the board allows.
    case print(Celsius, held: Celsius)
    case filament(String, Celsius, isOneOfSeveral: Bool)
    case bed(Celsius)
    case preheat(bed: Celsius)
    case pauseTarget(Celsius)
    case client(Celsius)

    /// The reason now; `nil`: mode auto is not on.
    package init?(_ snapshot: Snapshot, _ device: DeviceView) {
        guard snapshot.settings.isOn, snapshot.settings.mode == .auto else { return nil }
        let status = device.status
        guard !status.needsNoPrinter else {
            self = .client(snapshot.settings.target)
            return
        }
        guard status.printerLink != .unbound else {
            self = .noPrinter
            return
        }
        guard let bed = snapshot.bed else {
            let since = status.printerHeardAt
            self = since.isEmpty ? .noReportYet : .noReport(since: since)
            return
        }
        guard bed.isPrinting || bed.isPreheating else {
            let isOver = status.printerPlan.isPreheatOver
            self = isOver ? .preheatOver(bed: bed.target) : .noPrint(bed: bed.target)
            return
        }
        self = Self.reason(of: status.printerPlan, bed, snapshot)
    }

    /// The reason while a print or its preparation may heat.
    private static func reason(
        of plan: ChamberPlan,
        _ bed: BedReport,
        _ snapshot: Snapshot
    ) -> AutoReason {
        switch plan.source {
        case .refused(let degrees): return .refusedTarget(degrees)
        case .pending: return .fileUnread
        case .otherFile: return .otherFile
        case .unknownFilament(let name): return .unknownFilament(name)
        case .filament(let name, let target, let isOneOfSeveral) where target <= Celsius(0):
            return .coldFilament(name, isOneOfSeveral: isOneOfSeveral)
        case .bed where snapshot.setPoint == nil && plan.pauseTarget != Celsius(0):
            return .bedTooCold(bed: bed.target, threshold: snapshot.settings.heatBedThreshold)
        case .bed, .print, .filament: break
        }
        let wanted = plan.source.target ?? snapshot.settings.target
        if let low = plan.pauseTarget, low < wanted {
            return low > Celsius(0) ? .pauseTarget(low) : .longPause
        }
        switch plan.source {
        case .print(let target): return .print(target, held: min(target, snapshot.highestTarget))
        case .filament(let name, let target, let isOneOfSeveral):
            return .filament(name, target, isOneOfSeveral: isOneOfSeveral)
        default: return bed.isPreheating ? .preheat(bed: bed.target) : .bed(bed.target)
        }
    }
}

extension ChamberPlan.Source {
    /// The target that is named; `nil`: none.
    fileprivate var target: Celsius? {
        switch self {
        case .print(let target), .filament(_, let target, _): target
        case .bed, .unknownFilament, .refused, .pending, .otherFile: nil
        }
    }
}

extension AutoReason {
    /// The word for programs.
    package var word: String {
        switch self {
        case .noPrinter: "no_printer"
        case .noReportYet: "no_report_yet"
        case .noReport: "no_report"
        case .noPrint: "no_print"
        case .preheatOver: "preheat_over"
        case .bedTooCold: "bed_too_cold"
        case .coldFilament: "cold_filament"
        case .unknownFilament: "unknown_filament"
        case .refusedTarget: "refused_target"
        case .fileUnread: "file_unread"
        case .otherFile: "other_file"
        case .longPause: "long_pause"
        case .print: "print"
        case .filament: "filament"
        case .bed: "bed"
        case .preheat: "preheat"
        case .pauseTarget: "pause_target"
        case .client: "client"
        }
    }

    /// What the sentence speaks of, for programs that have words of their own; `nil`: of no such thing.
    package var parameters: (filament: String?, degrees: Double?, since: String?) {
        switch self {
        case .noPrinter, .noReportYet, .fileUnread, .otherFile, .longPause: (nil, nil, nil)
        case .noReport(let since): (nil, nil, since)
        case .noPrint(let bed), .preheatOver(let bed), .bed(let bed), .preheat(let bed):
            (nil, bed.degrees, nil)
        case .bedTooCold(_, let threshold): (nil, threshold.degrees, nil)
        case .coldFilament(let name, _): (name, nil, nil)
        case .unknownFilament(let name): (name.isEmpty ? nil : name, nil, nil)
        case .refusedTarget(let degrees): (nil, degrees, nil)
        case .print(let target, _), .pauseTarget(let target), .client(let target):
            (nil, target.degrees, nil)
        case .filament(let name, let target, _): (name, target.degrees, nil)
        }
    }

    /// Whether mode auto heats.
    package var heats: Bool {
        switch self {
        case .print, .filament, .bed, .preheat, .pauseTarget, .client: true
        default: false
        }
    }

    /// The reason for people, without a full stop.
    package var sentence: String {
        switch self {
        case .noPrinter: "No printer is bound: no heat"
        case .noReportYet: "The printer has not reported yet: no heat"
        case .noReport(let since): "No report from the printer since \(since)"
        case .noPrint(let bed) where bed > Celsius(0):
            "The bed is at \(bed.whole), but no print is running"
        case .noPrint: "No print is running"
        case .preheatOver(let bed):
            "The bed is at \(bed.whole), but no print has begun for too long: no heat"
        case .bedTooCold(let bed, let threshold) where bed > Celsius(0):
            "The bed is set to \(bed.whole): heat begins at \(threshold.whole)"
        case .bedTooCold(_, let threshold):
            "The bed is off: heat begins at \(threshold.whole)"
        case .coldFilament(let name, true):
            "\(name) prints beside others: no heat, for the coolest filament counts"
        case .coldFilament(let name, false): "\(name) prints: no heat"
        case .unknownFilament(""): "No filament is loaded: no heat"
        case .unknownFilament(let name): "\(name) prints, and no target is set for it: no heat"
        case .refusedTarget(let degrees):
            "The print names a chamber of \(degrees.fixed(0)) °C, which no chamber has: no heat"
        case .fileUnread: "The printer has not said yet what the file needs: no heat"
        case .otherFile: "The printer reports another file than it prints: no heat"
        case .longPause: "The print has been paused for long: no heat"
        case .print(let target, let held) where held < target:
            "The print wants \(target.whole), and this board heats to \(held.whole) at most"
        case .print(let target, _): "The print wants \(target.whole)"
        case .filament(let name, let target, true):
            "\(name) prints beside others: \(target.whole), for the coolest filament counts"
        case .filament(let name, let target, false): "\(name) prints: \(target.whole)"
        case .bed(let bed): "The bed is at \(bed.whole) and a print is running"
        case .preheat(let bed): "The bed is at \(bed.whole): heating before a print"
        case .pauseTarget(let target):
            "The print has been paused for long: \(target.whole) at most"
        case .client(let target): "A client turned mode auto on: \(target.whole)"
        }
    }
}

extension Celsius {
    /// `60 °C`.
    fileprivate var whole: String { degrees.fixed(0) + " °C" }
}
