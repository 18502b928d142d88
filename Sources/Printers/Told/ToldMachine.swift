import Chamber
package import Surroundings
package import SwitchCore

/// Turns what a program says of a printer into news; each report holds for a minute from when it was made.
package struct ToldMachine: Sendable {
    /// What happened.
    package enum Event: Sendable {
        case begin
        case told(ToldReport)
        /// ``deadline`` has come.
        case tick
    }

    /// What to do, in this order.
    package enum Effect: Equatable, Sendable {
        case news(PrinterNews)
        case record(DeviceEvent)
    }

    private var judge: AutoJudge
    private var reporter: LinkReporter
    /// When the last report is over; `nil`: it is, or there was none.
    private var freshUntil: Instant?

    /// - Parameter name: what its owner calls the printer.
    package init(name: String, _ settings: PrinterSettings) {
        judge = AutoJudge(settings)
        reporter = LinkReporter("Printer \(name)")
    }

    /// When the next tick is due.
    package var deadline: Instant { freshUntil ?? .distantFuture }

    /// Handles an event and returns what to do.
    package mutating func step(_ event: Event, at now: Instant) -> [Effect] {
        switch event {
        case .begin:
            return show(.connecting, "no program has told anything of it yet", at: now)
        case .told(let report):
            let left = ToldReport.freshFor - report.age
            guard left > .zero else { return [] }
            freshUntil = now.advanced(by: left)
            let judged = judge.judge(report.job, at: now)
            var shown = report.shown
            shown.plan = judged.plan
            return show(.connected, report.lack, at: now)
                + [.news(.report(shown)), .news(.bed(judged.bed))]
        case .tick:
            guard let freshUntil, now >= freshUntil else { return [] }
            self.freshUntil = nil
            return [.news(.bed(nil))]
                + show(.connecting, "no program has told anything of it for a minute", at: now)
        }
    }

    private mutating func show(
        _ state: PrinterLinkState,
        _ trouble: String,
        at now: Instant
    ) -> [Effect] {
        guard let change = reporter.show(state, trouble, at: now) else { return [] }
        return [.news(change.news)] + (change.event.map { [.record($0)] } ?? [])
    }
}

extension ToldReport {
    /// What mode auto misses; empty: nothing.
    fileprivate var lack: String {
        bedTarget == nil
            ? "what is told of it has no bed_target_c, so mode auto knows no bed" : ""
    }

    /// What mode auto goes by.
    fileprivate var job: PrintJob {
        var job = PrintJob()
        job.state = state.ofPrint
        job.bedTarget = bedTarget ?? Celsius(0)
        if let chamberTarget { job.chamberWish = .named(chamberTarget) }
        job.filaments = filament.map { $0.isEmpty ? [] : [$0] }
        return job
    }

    /// The report for people.
    fileprivate var shown: PrinterReport {
        var shown = PrinterReport()
        shown.activity = state.word
        shown.file = file
        shown.bedTarget = bedTarget
        shown.bed = bed
        shown.filament = filament ?? ""
        if state.ofPrint.isRunning { shown.progress = progress }
        return shown
    }
}

extension ToldReport.State {
    fileprivate var ofPrint: PrintJob.State {
        switch self {
        case .preparing: .preparing
        case .printing: .printing
        case .paused: .paused
        case .idle: .idle
        case .finished: .finished
        case .failed: .failed
        }
    }
}
