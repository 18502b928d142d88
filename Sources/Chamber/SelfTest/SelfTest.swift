package import SwitchCore

/// A test of the hardware: heater off, on for a limited time, off again, judged by the probes.
///
/// A value without clock or thread, stepped like ``Controller``; it runs in the controller's place,
/// never beside one. Any doubt ends the heat in the same step.
///
/// ```
/// waiting ─▶ resting ─▶ heating ─▶ stillAir ─▶ movedAir ─▶ cooling ─▶ ended
///    │          │          │          │ (no blower, no element probe:  ▲
///    │          │          └──────────┴───────────────▶ movedAir) ─────┤
///    └──────────┴── a probe fails, a line disobeys, a limit, a person ─┘
/// ```
package struct SelfTest: Sendable {
    /// A step later than this is a jump (as in ``ClockStumble``).
    private static let latestStep = Duration.seconds(2)

    let plan: SelfTestPlan
    let configuration: ControllerConfiguration
    let limits: Limits

    /// What the self-test is doing.
    package private(set) var phase = Phase.waiting
    private var phaseBegan: Instant
    private var probes: Probes
    private(set) var view: ProbeReadings
    private var outputLost = OutputLost()
    private var lastStep: Instant?
    private var steps: UInt64 = 0
    private var isHeatCommanded = false

    /// The temperatures at the start of the rest, and of the heat.
    var atRest = ProbeDegrees()
    var atHeat = ProbeDegrees()
    /// The highest temperatures since the heat began.
    var peak = ProbeDegrees()
    /// How long the heater was on.
    package private(set) var heated = Duration.zero
    /// The element in the middle of the still-air phase, its rate of cooling there (K/s, positive), and
    /// its state at the start of the moved-air phase.
    private var stillMiddle: (degrees: Double, at: Instant)?
    private(set) var stillKelvinPerSecond: Double?
    private(set) var movedBegin: (degrees: Double, excess: Double, at: Instant)?

    /// The findings so far; one for each check once the test has ended.
    package private(set) var findings: [SelfTestFinding] = []

    /// A test before its first step.
    package init(
        _ configuration: ControllerConfiguration,
        plan: SelfTestPlan = SelfTestPlan(),
        at now: Instant
    ) {
        var configuration = configuration
        configuration.limits = configuration.limits.heldToCeilings
        self.configuration = configuration
        self.plan = plan
        limits = configuration.limits
        probes = Probes(configuration, offsets: ProbeOffsets(), at: now)
        view = probes.view(at: now)
        phaseBegan = now
    }

    /// Whether the test is over, with or without a result.
    package var hasEnded: Bool { phase == .ended }

    /// Whether the test has ended without a failure.
    package var hasPassed: Bool {
        hasEnded && !findings.contains { $0.verdict == .failed }
    }

    /// The filtered temperature of each probe that is good.
    package var degrees: ProbeDegrees { ProbeDegrees(view) }

    /// Runs one step, ten a second: readings and the switch's report in, a command out.
    package mutating func step(
        _ reading: Reading,
        _ report: SwitchReport,
        openContacts: ContactSet = ContactSet(),
        at now: Instant
    ) -> SwitchCommand {
        let elapsed = lastStep.map { now.duration(since: $0) } ?? .zero
        lastStep = now
        steps &+= 1
        if report.isHeaterOn { heated += max(elapsed, .zero) }
        probes.receive(reading)
        view = probes.view(at: now)
        peak.raise(to: degrees)
        let open = openContacts.intersection(configuration.contacts).first
        let contact = open.map { SelfTestFinding(.outputs, .failed, .contactOpen($0)) }
        if let hazard = contact ?? hazard(report, elapsed, at: now) { giveUp(hazard, at: now) }
        switch phase {
        case .waiting: wait(at: now)
        case .resting: rest(at: now)
        case .heating: heat(at: now)
        case .stillAir: cool(inStillAirAt: now)
        case .movedAir: cool(inMovedAirAt: now)
        case .cooling: coolDown(at: now)
        case .ended: break
        }
        return command(at: now)
    }

    /// Ends the heat for good: from the next step on the heater is off and the blower cools.
    package mutating func stop(at now: Instant) {
        giveUp(SelfTestFinding(currentCheck, .failed, .stopped), at: now)
    }

    private mutating func command(at now: Instant) -> SwitchCommand {
        isHeatCommanded = phase == .heating
        return SwitchCommand(
            sequence: steps,
            heater: isHeatCommanded ? .full : .off,
            isFanOn: phase.needsFan,
            isSecondRelayClosed: phase.needsSecondRelay,
            leaseEnd: now.advanced(by: SwitchLogic.longestLease)
        )
    }

    // MARK: hazards, in every phase

    /// The failure that forbids heat now; `nil` where there is none, and once the test only cools.
    private mutating func hazard(
        _ report: SwitchReport,
        _ elapsed: Duration,
        at now: Instant
    ) -> SelfTestFinding? {
        let isDisobedient =
            outputLost.judge(
                report,
                commanded: isHeatCommanded ? .full : .off,
                isArmed: true,
                at: now
            ) != nil
        switch phase {
        case .cooling, .ended: return nil
        case .waiting, .resting, .heating, .stillAir, .movedAir: break
        }
        if isDisobedient { return SelfTestFinding(.outputs, .failed, .linesDisobeyed) }
        if elapsed < .zero || elapsed > Self.latestStep {
            return SelfTestFinding(currentCheck, .failed, .lateStep(elapsed.inSeconds))
        }
        guard phase != .waiting else { return nil }
        if let (name, condition) = view.firstFault {
            return SelfTestFinding(.probes, .failed, .probeFaulty(name, condition))
        }
        if let (name, degrees) = tooHot {
            return SelfTestFinding(currentCheck, .failed, .limitReached(name, Celsius(degrees)))
        }
        guard phase == .heating else { return nil }
        if OverTemperature.judge(probes, limits) != nil
            || OverTemperature.mustHold(probes, limits, at: now)
        {
            return SelfTestFinding(.heat, .failed, .limitReached(.element, limits.elementTrip))
        }
        return nil
    }

    // MARK: phases

    private mutating func wait(at now: Instant) {
        guard view.isComplete else {
            guard time(at: now) >= plan.patience else { return }
            let (name, condition) = view.firstUnread ?? (.chamber, .waiting)
            return giveUp(
                SelfTestFinding(.probes, .failed, .probeFaulty(name, condition)),
                at: now
            )
        }
        if let (name, degrees) = warm {
            return giveUp(
                SelfTestFinding(.probes, .failed, .warmAtStart(name, Celsius(degrees))),
                at: now
            )
        }
        record(.probes, .passed, .probesRead)
        atRest = degrees
        enter(.resting, at: now)
    }

    private mutating func rest(at now: Instant) {
        let (name, drift) = degrees.largestRise(since: atRest)
        guard drift < plan.restDriftKelvin else {
            let delta = TemperatureDelta(drift)
            return giveUp(SelfTestFinding(.rest, .failed, .drifted(name, delta)), at: now)
        }
        guard time(at: now) >= plan.rest else { return }
        record(.rest, .passed, .drifted(name, TemperatureDelta(drift)))
        atHeat = degrees
        peak = degrees
        enter(.heating, at: now)
    }

    private mutating func heat(at now: Instant) {
        let seconds = time(at: now).inSeconds
        if hasSwappedPlugs {
            return giveUp(SelfTestFinding(.plugs, .failed, plugDetail), at: now)
        }
        let longest = plan.longestHeat.inSeconds
        if let rise = elementRise {
            if seconds >= longest / 2, rise < plan.leastKelvin {
                return giveUp(heatFinding, at: now)
            }
            guard rise >= plan.enoughKelvin || seconds >= longest else { return }
            findings.append(heatFinding)
            record(.plugs, .passed, plugDetail)
            enter(configuration.isFanFitted ? .stillAir : .movedAir, at: now)
        } else {
            guard seconds >= longest else { return }
            findings.append(heatFinding)
            record(.plugs, .skipped, .noElementProbe)
            enter(.movedAir, at: now)
        }
    }

    private mutating func cool(inStillAirAt now: Instant) {
        guard let element = degrees.element else { return }
        let spent = time(at: now)
        // The first half shows mostly the probe's own lag.
        if spent * 2 >= plan.stillAir, stillMiddle == nil { stillMiddle = (element, now) }
        guard spent >= plan.stillAir, let middle = stillMiddle else { return }
        let seconds = now.seconds(since: middle.at)
        if seconds > 0 { stillKelvinPerSecond = (middle.degrees - element) / seconds }
        let change = element - middle.degrees
        guard change < plan.restDriftKelvin else {
            let fall = TemperatureDelta(-change)
            return giveUp(SelfTestFinding(.fall, .failed, .fell(.element, fall)), at: now)
        }
        enter(.movedAir, at: now)
    }

    private mutating func cool(inMovedAirAt now: Instant) {
        let spent = time(at: now)
        if let element = degrees.element, let air = degrees.chamber, movedBegin == nil,
            spent >= .seconds(2)
        {
            movedBegin = (element, element - air, now)
        }
        guard spent >= plan.movedAir else { return }
        findings.append(fallFinding)
        findings.append(blowerFinding(at: now))
        record(.outputs, .passed, .linesObeyed)
        enter(.cooling, at: now)
    }

    private mutating func coolDown(at now: Instant) {
        let hottest = view.hottest ?? .infinity
        let isCool = hottest < configuration.fanReleaseTemperature.degrees
        guard !configuration.isFanFitted || isCool || time(at: now) >= plan.longestCooling else {
            return
        }
        finish(at: now)
    }

    // MARK: findings

    /// Adds a finding.
    mutating func record(
        _ check: SelfTestCheck,
        _ verdict: SelfTestFinding.Verdict,
        _ detail: SelfTestFinding.Detail
    ) {
        findings.append(SelfTestFinding(check, verdict, detail))
    }

    /// Records a failure: from this step on the heater is off, and the blower cools.
    private mutating func giveUp(_ finding: SelfTestFinding, at now: Instant) {
        guard phase != .cooling, phase != .ended else { return }
        findings.append(finding)
        enter(.cooling, at: now)
    }

    /// Adds a finding for each check that was not reached, and sorts the findings by check.
    private mutating func finish(at now: Instant) {
        for check in SelfTestCheck.allCases where !findings.contains(where: { $0.check == check }) {
            record(check, .skipped, .notReached)
        }
        findings.sort { $0.check.rawValue < $1.check.rawValue }
        enter(.ended, at: now)
    }

    private var currentCheck: SelfTestCheck {
        switch phase {
        case .waiting: .probes
        case .resting: .rest
        case .heating: .heat
        case .stillAir, .movedAir, .cooling, .ended: .fall
        }
    }

    private mutating func enter(_ next: Phase, at now: Instant) {
        phase = next
        phaseBegan = now
    }

    private func time(at now: Instant) -> Duration {
        now.duration(since: phaseBegan)
    }
}
