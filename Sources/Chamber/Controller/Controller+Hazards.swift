import SwitchCore

extension Controller {
    /// Judges every hazard that holds in every state, the most severe first, before any demand.
    ///
    /// The rules in force, in this order; a new rule joins the list here and nowhere else:
    /// `safety.output_lost`, `safety.over_temperature`, `safety.probe_single_failure` and
    /// `safety.probe_dual_failure`; those of ``judgePlant(_:seconds:at:)``: `safety.sensor_frozen`,
    /// `safety.probe_mismatch`, `safety.heating_failed`, `safety.relay_stuck`, `safety.thermal_runaway`,
    /// `safety.heater_overrun` by effect and `safety.no_progress`, `safety.hold_power`;
    /// `safety.clock`, `control.lease_expired`; the element's foldback; and, after the demand is known,
    /// the session limit of `safety.heater_overrun`.
    mutating func judgeHazards(_ report: SwitchReport, seconds: Double, at now: Instant) {
        let isArmed = settings.isOn
        if let hazard = protection.outputGuard.judge(
            report,
            commanded: demand.commandedDuty,
            isArmed: isArmed,
            at: now
        ) {
            act(on: hazard, at: now)
        }
        if let hazard = protection.overTemperature.judge(intake.probes) {
            act(on: hazard, at: now)
        }
        judgeProbes(isArmed: isArmed, at: now)
        judgePlant(report, seconds: seconds, at: now)
        if let hazard = protection.clockGuard.judge(at: now) {
            act(on: hazard, at: now)
        }
        if isArmed {
            if let hazard = protection.lease.judge(at: now) { act(on: hazard, at: now) }
            if let hazard = protection.pandaAbsence.judge(holder: account.heatRequestedBy, at: now)
            {
                act(on: hazard, at: now)
            }
        }
        judgeFoldback(at: now)
    }

    private mutating func judgeProbes(isArmed: Bool, at now: Instant) {
        let hazard = protection.probeFailure.judge(intake.view, isArmed: isArmed, at: now)
        for code in [FaultCode.probeSingleFailure, .probeDualFailure] {
            warn(code, of: hazard?.code == code ? hazard : nil, at: now)
        }
        if let hazard, hazard.isLatch { act(on: hazard, at: now) }
    }

    private mutating func judgeFoldback(at now: Instant) {
        guard let element = intake.probes.element else { return }
        let newest = element.newest(at: now)?.degrees
        let degrees = max(
            intake.view.element.temperature?.degrees ?? -.infinity,
            newest ?? -.infinity
        )
        guard degrees > -.infinity, protection.foldback.judge(element: degrees) else { return }
        let temperature = Celsius(degrees)
        note(
            protection.foldback.isActive
                ? .foldbackBegan(temperature) : .foldbackEnded(temperature),
            at: now
        )
    }

    /// The session limit needs to know whether heat is wanted, which the mode decides.
    mutating func judgeSession(isHeatWanted: Bool, at now: Instant) {
        if let hazard = protection.sessionLimit.judge(isHeatWanted: isHeatWanted, at: now) {
            act(on: hazard, at: now)
        }
    }

    mutating func act(on hazard: Hazard, at now: Instant) {
        switch hazard.severity {
        case .latch:
            trip(hazard, at: now)
        case .powerOff(let reason):
            guard settings.isOn else { return }
            note(.warningRaised(hazard.code, value: hazard.value, limit: hazard.limit), at: now)
            powerOff(because: reason, by: .controller, at: now)
        case .warning:
            setWarning(hazard.code, true, value: hazard.value, limit: hazard.limit, at: now)
        }
    }

    /// Latches a fault: power off in this step, then the event that log and store act on.
    mutating func trip(_ hazard: Hazard, at now: Instant) {
        let record = protection.latch.trip(
            hazard,
            view: intake.view,
            duty: demand.commandedDuty,
            at: now
        )
        powerOff(because: .fault, by: .controller, at: now)
        if let record { note(.latched(record), at: now) }
    }

    /// Lets the warning `code` stand while its rule finds something that does not latch.
    mutating func warn(_ code: FaultCode, of hazard: Hazard?, at now: Instant) {
        setWarning(
            code,
            hazard.map { !$0.isLatch } ?? false,
            value: hazard?.value ?? 0,
            limit: hazard?.limit ?? 0,
            at: now
        )
    }

    private mutating func setWarning(
        _ code: FaultCode,
        _ isRaised: Bool,
        value: Double,
        limit: Double,
        at now: Instant
    ) {
        guard protection.warnings.set(code, isRaised) else { return }
        note(
            isRaised ? .warningRaised(code, value: value, limit: limit) : .warningEnded(code),
            at: now
        )
    }

    /// The latched fault's condition has gone, so that it may be cleared.
    func isConditionGone(of code: FaultCode, at now: Instant) -> Bool {
        switch code {
        case .probeSingleFailure, .probeDualFailure:
            return intake.view.isComplete
        case .probeMismatch:
            return intake.view.isComplete
                && protection.plantGuards.probeMismatch.isContent(intake.view)
        case .sensorFrozen:
            return intake.view.isComplete
                && protection.plantGuards.sensorFrozen.isMoving(protection.latch.record?.probe)
        case .relayStuck:
            return intake.view.isComplete && isBelowTrips
                && !ExcessGuard.isExceeding(sight(at: now))
        case .overTemperature, .thermalRunaway, .heatingFailed:
            return intake.view.isComplete && isBelowTrips
        case .outputLost, .clock, .heaterOverrun, .noProgress, .holdPower, .leaseExpired,
            .stateUnreadable:
            return true
        }
    }

    /// Every probe reads at least this far below its trip temperature, in K: what has just tripped
    /// must have begun to cool.
    private static var clearMarginKelvin: Double { 5 }

    private var isBelowTrips: Bool {
        let air = max(
            intake.view.chamber.temperature?.degrees ?? -.infinity,
            intake.view.chamberSecond.temperature?.degrees ?? -.infinity
        )
        let element = intake.view.element.temperature?.degrees ?? -.infinity
        return air <= limits.chamberTrip.degrees - Self.clearMarginKelvin
            && element <= limits.elementTrip.degrees - Self.clearMarginKelvin
    }

    mutating func note(_ kind: Event.Kind, by requester: Requester = .controller, at now: Instant) {
        account.record(kind, by: requester, at: now)
    }
}

extension Hazard {
    /// Whether it latches.
    var isLatch: Bool {
        switch severity {
        case .latch: true
        case .powerOff, .warning: false
        }
    }
}
