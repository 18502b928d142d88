package import Chamber
import SwitchCore

/// Makes runs out of what the controller shows. It allocates nothing: it is asked at each step.
///
/// ```
/// idle ── heat is wanted ──▶ running ── no more, or for another purpose ──▶ idle
/// ```
package struct RunWatch: Sendable {
    /// A run that changed, and its number: 1 for the first of this program's life.
    package struct Report: Equatable, Sendable {
        /// Counts up from 1.
        package let number: Int64
        /// The run, with an end where it is over.
        package var run: HeatRun

        package init(number: Int64, run: HeatRun) {
            self.number = number
            self.run = run
        }
    }

    /// A run that somebody takes back sooner was no heating, unless a fault ended it.
    private static let shortestSeconds = 5.0
    /// How often a run that goes on is reported, in ms: a power cut loses at most that much of it.
    private static let interval: Int64 = 60_000
    /// The calendar was set where it moved by more than this between two steps, in ms.
    private static let jump: Int64 = 2_000

    fileprivate struct Current {
        var report: Report
        let startedAt: Instant
        let wattHoursBefore: Double
        var reportedMilliseconds: Int64?
    }

    fileprivate var current: Current?
    private var count: Int64 = 0
    private var last: (at: Instant, milliseconds: Int64)?

    package init() {}

    /// Looks at a step's result; returns the run that has to be kept now, if any.
    ///
    /// - Parameters:
    ///   - milliseconds: the calendar's time of the step, since 1970.
    ///   - isEnding: the service turns everything off because it ends.
    package mutating func observe(
        _ snapshot: Snapshot,
        milliseconds: Int64,
        isEnding: Bool
    ) -> Report? {
        let seconds = last.map { snapshot.at.duration(since: $0.at).inSeconds } ?? 0
        followCalendar(to: milliseconds)
        last = (snapshot.at, milliseconds)
        let purpose = HeatRun.Purpose(snapshot)
        guard var present = current else {
            if let purpose { begin(purpose, snapshot, milliseconds) }
            return nil
        }
        present.update(snapshot, milliseconds)
        guard purpose == present.report.run.purpose else {
            present.report.run.end = present.end(in: snapshot, isFollowed: purpose != nil, isEnding)
            current = nil
            if let purpose { begin(purpose, snapshot, milliseconds) }
            return isKept(present) ? present.report : nil
        }
        present.follow(snapshot, seconds: seconds)
        let isDue = present.reportedMilliseconds.map { abs(milliseconds - $0) >= Self.interval }
        let isReported = isKept(present) && isDue ?? true
        if isReported { present.reportedMilliseconds = milliseconds }
        current = present
        return isReported ? present.report : nil
    }

    /// A run's beginning stays where it was on the calendar when somebody sets the calendar.
    private mutating func followCalendar(to milliseconds: Int64) {
        guard let last, abs(milliseconds - last.milliseconds) >= Self.jump else { return }
        current?.report.run.startMilliseconds += milliseconds - last.milliseconds
    }

    private mutating func begin(
        _ purpose: HeatRun.Purpose,
        _ snapshot: Snapshot,
        _ milliseconds: Int64
    ) {
        count += 1
        let run = HeatRun(
            purpose: purpose,
            startMilliseconds: milliseconds,
            endMilliseconds: milliseconds,
            target: snapshot.setPoint?.degrees
        )
        current = Current(
            report: Report(number: count, run: run),
            startedAt: snapshot.at,
            wattHoursBefore: snapshot.energyWattHours
        )
    }

    private func isKept(_ present: Current) -> Bool {
        let run = present.report.run
        return run.seconds >= Self.shortestSeconds || run.end == .fault
    }
}

extension RunWatch.Current {
    /// Takes in what each step changes, the last one too.
    fileprivate mutating func update(_ snapshot: Snapshot, _ milliseconds: Int64) {
        report.run.endMilliseconds = milliseconds
        report.run.seconds = snapshot.at.duration(since: startedAt).inSeconds
        report.run.wattHours = snapshot.energyWattHours - wattHoursBefore
    }

    /// Takes in a step in which heat is wanted, `seconds` after the one before.
    fileprivate mutating func follow(_ snapshot: Snapshot, seconds: Double) {
        if let target = snapshot.setPoint?.degrees, target != report.run.target {
            report.run.target = target
            report.run.secondsToTarget = nil
        }
        if let air = snapshot.chamber.temperature?.degrees {
            report.run.highestChamber = max(air, report.run.highestChamber ?? air)
        }
        guard snapshot.activity == .holding else { return }
        report.run.secondsHeld += seconds
        if report.run.secondsToTarget == nil { report.run.secondsToTarget = report.run.seconds }
    }

    /// Why heat is not wanted any more.
    fileprivate func end(
        in snapshot: Snapshot,
        isFollowed: Bool,
        _ isEnding: Bool
    ) -> HeatRun.End {
        if snapshot.latch != nil { return .fault }
        if isFollowed { return .modeChanged }
        guard !snapshot.settings.isOn else {
            switch report.run.purpose {
            case .auto: return snapshot.settings.mode == .auto ? .notWanted : .modeChanged
            // A drying run's end is the controller's own change.
            case .drying: return snapshot.settingsChangedBy == .controller ? .dryingDone : .wish
            case .alwaysOn: return .modeChanged
            case .calibration: return .calibrationOver
            }
        }
        if isEnding, snapshot.offReason == .wish { return .serviceEnded }
        return HeatRun.End(snapshot.offReason)
    }
}

extension HeatRun.Purpose {
    /// What the controller heats for; `nil`: it does not.
    fileprivate init?(_ snapshot: Snapshot) {
        if snapshot.calibration != nil {
            self = .calibration
        } else if snapshot.setPoint == nil {
            return nil
        } else {
            switch snapshot.settings.mode {
            case .auto: self = .auto
            case .alwaysOn: self = .alwaysOn
            case .drying: self = .drying
            }
        }
    }
}
