package import Chamber
package import Surroundings
package import SwitchCore

/// Turns a print's report into what mode auto heats by, with its reason: the rule that the owner has
/// chosen, the limit on heat before a print, and the lower target of a long pause.
///
/// A value without clock. It outlives a connection, so that a break does not begin a limit again.
package struct AutoJudge: Sendable {
    /// Heat before a print.
    private enum Preheat: Equatable {
        /// The bed is cold: heat may begin with it.
        case possible
        /// The bed is hot since then, and no print runs.
        case since(Instant)
        /// A print has run since the bed was cold: it is over, and the bed still hot.
        case used
    }

    /// The lowest threshold that the page allows: a bed counts as hot from here.
    private static let hot = Celsius(40)
    /// A print that names more names no chamber's temperature: no printer's chamber is that hot.
    private static let highestNamed = 100.0

    private let settings: PrinterSettings
    private var preheat = Preheat.possible
    private var pausedSince: Instant?

    package init(_ settings: PrinterSettings) {
        self.settings = settings
    }

    /// Whether the chamber's target may come from the file, so that a printer must be asked about it.
    var asksAboutTheFile: Bool {
        if case .print = settings.autoRule { true } else { false }
    }

    /// What the controller is told of a report, and what people are.
    package mutating func judge(
        _ job: PrintJob,
        at now: Instant
    ) -> (bed: BedReport, plan: ChamberPlan) {
        var plan = ChamberPlan()
        plan.source = source(for: job)
        let isPreheating = preheats(job, at: now)
        if case .since = preheat { plan.isPreheatOver = !isPreheating }
        plan.pauseTarget = pauseTarget(job, at: now)
        let report = BedReport(
            target: job.bedTarget,
            isPrinting: job.state.isRunning,
            chamberTarget: plan.source.chamberTarget,
            highestTarget: plan.pauseTarget,
            isPreheating: isPreheating
        )
        return (report, plan)
    }

    // MARK: What names the target

    private func source(for job: PrintJob) -> ChamberPlan.Source {
        switch settings.autoRule {
        case .bed, .bedOnly, .target:
            return .bed
        case .filament(let rule):
            guard let filaments = job.filaments else { return .bed }
            return rule.coolest(of: filaments) ?? .unknownFilament(filaments.first ?? "")
        case .print(let rule):
            return source(for: job, rule)
        }
    }

    private func source(for job: PrintJob, _ rule: FilamentRule) -> ChamberPlan.Source {
        let byFilament = rule.coolest(of: job.filaments ?? [])
        let named: Double
        switch job.chamberWish {
        case .pending: return .pending
        case .otherFile: return .otherFile
        case .none: return byFilament ?? .bed
        case .named(let degrees), .namedForTheFirst(let degrees): named = degrees
        }
        guard named > 0 else { return byFilament ?? .bed }
        guard named <= Self.highestNamed else { return .refused(named) }
        let target = Celsius(named)
        // The cooler of several filaments wins over what stands for the first of them.
        if case .namedForTheFirst = job.chamberWish, let byFilament,
            let cooler = byFilament.chamberTarget, cooler < target
        {
            return byFilament
        }
        return .print(target)
    }

    // MARK: Before a print, and in a pause

    private mutating func preheats(_ job: PrintJob, at now: Instant) -> Bool {
        if case .bedOnly = settings.autoRule { return !job.state.isRunning }
        guard let longest = settings.bedIdle else { return false }
        if job.state.isRunning {
            preheat = .used
        } else if job.bedTarget < Self.hot {
            preheat = .possible
        } else if preheat == .possible {
            preheat = .since(now)
        }
        guard case .since(let start) = preheat else { return false }
        return now.duration(since: start) < longest
    }

    private mutating func pauseTarget(_ job: PrintJob, at now: Instant) -> Celsius? {
        guard job.state == .paused else {
            pausedSince = nil
            return nil
        }
        let since = pausedSince ?? now
        pausedSince = since
        guard let longest = settings.longestPause, now.duration(since: since) >= longest
        else { return nil }
        return settings.pauseTarget
    }
}

extension ChamberPlan.Source {
    /// The chamber's target for the controller; 0 °C: no heat; `nil`: the bed's target decides.
    var chamberTarget: Celsius? {
        switch self {
        case .bed: nil
        case .print(let target), .filament(_, let target, _): target
        case .unknownFilament, .refused, .pending, .otherFile: Celsius(0)
        }
    }
}

extension FilamentRule {
    /// The filament with the lowest target of those whose target is known; `nil`: of none it is.
    func coolest(of filaments: [String]) -> ChamberPlan.Source? {
        var coolest: (name: String, target: Celsius)?
        for name in filaments {
            guard let target = knownTarget(for: name) else { continue }
            if let known = coolest, known.target <= target { continue }
            coolest = (name, target)
        }
        return coolest.map { .filament($0.name, $0.target, isOneOfSeveral: filaments.count > 1) }
    }
}
