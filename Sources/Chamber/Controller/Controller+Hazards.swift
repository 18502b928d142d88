import SwitchCore

/// Hazards: what the rules find, and what the controller does about it.
extension Controller {
    /// Judges every rule of ``Rules``, then the element's foldback, before any request for heat.
    mutating func judgeHazards(_ report: SwitchReport, seconds: Double, at now: Instant) {
        protection.expected.step(
            learning.model,
            delivered: intake.delivered.newest,
            isFanOn: report.isFanOn || !configuration.isFanFitted,
            measured: intake.view.excess,
            seconds: seconds
        )
        protection.balance.step(
            PowerBalance.Input(
                element: intake.view.element.temperature?.degrees,
                chamber: intake.view.air,
                delivered: intake.delivered.newest,
                isFanOn: report.isFanOn || !configuration.isFanFitted,
                isArmed: settings.isOn,
                isHeatCommanded: demand.commandedDuty > .off,
                model: learning.judged,
                modulation: configuration.modulation,
                seconds: seconds,
                now: now
            )
        )
        protection.heatRatio.step(
            duty: intake.delivered.newest.fraction,
            power: learning.judged.balance == nil ? nil : protection.balance.apparent.low,
            air: intake.view.air,
            room: learning.room,
            reference: learning.model.referenceDutyPerKelvin,
            isHeating: phase.setPoint != nil,
            seconds: seconds
        )
        let input = guardInput(report, seconds: seconds, at: now)
        for finding in protection.rules.judge(input) {
            switch finding {
            case .hazard(let hazard): act(on: hazard, at: now)
            case .warningOver(let code):
                protection.warnings.set(code, false)
                record(.warningEnded(code), at: now)
            }
        }
        judgeFoldback(at: now)
    }

    /// The rules' input in this step. Mutating, as every part of a step: see ``step(_:at:)``.
    private mutating func guardInput(
        _ report: SwitchReport,
        seconds: Double,
        at now: Instant
    ) -> GuardInput {
        GuardInput(
            now: now,
            seconds: seconds,
            probes: intake.probes,
            view: intake.view,
            openContacts: intake.openContacts,
            rotation: Self.rotation(configuration.tachometer, pulses: intake.fanPulses),
            report: report,
            model: learning.judged,
            expected: protection.expected,
            balance: protection.balance,
            heatRatio: protection.heatRatio,
            justDelivered: intake.delivered.newest.fraction,
            limits: limits,
            parameters: settings.guards.applied(to: configuration.guards),
            pandaClientTimeout: configuration.pandaClientTimeout,
            heatRequestedBy: account.heatRequestedBy,
            setPoint: phase.setPoint,
            commanded: demand.commandedDuty,
            delivered: intake.delivered.mean,
            isArmed: settings.isOn,
            isHolding: phase.isHolding && settings.isOn && !protection.latch.isLatched,
            isBedHot: demand.auto.isBedHot(at: now),
            health: learning.health.settled,
            relayUsed: account.relayLife.used(of: configuration.ratedSwitchings),
            warnings: protection.warnings
        )
    }

    private static func rotation(_ tachometer: Tachometer?, pulses: Int?) -> FanRotation? {
        guard let tachometer, let pulses else { return nil }
        return FanRotation(tachometer, pulses: pulses)
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
        record(
            protection.foldback.isActive
                ? .foldbackBegan(temperature) : .foldbackEnded(temperature),
            at: now
        )
    }

    /// Judges the session's length, after the mode has decided whether heat is wanted.
    mutating func judgeSession(isHeatWanted: Bool, at now: Instant) {
        if let hazard = protection.rules.heaterOverrun.judgeSession(
            isWanted: isHeatWanted,
            longest: limits.session,
            at: now
        ) {
            act(on: hazard, at: now)
        }
    }

    private mutating func act(on hazard: Hazard, at now: Instant) {
        let cause = hazard.cause
        let warning = Event.Kind.warningRaised(
            hazard.code,
            value: cause.value,
            limit: cause.limit
        )
        switch hazard.severity {
        case .latch:
            trip(hazard, at: now)
        case .powerOff(let reason):
            guard settings.isOn else { return }
            record(warning, at: now)
            powerOff(because: reason, by: .controller, at: now)
        case .warning:
            protection.warnings.set(hazard.code, true)
            record(warning, at: now)
        }
    }

    /// Latches a fault: power off in this step, then the event for log and store.
    mutating func trip(_ hazard: Hazard, at now: Instant) {
        let fault = protection.latch.trip(
            hazard,
            view: intake.view,
            duty: demand.commandedDuty,
            at: now
        )
        powerOff(because: .fault, by: .controller, at: now)
        if let fault { record(.latched(fault), at: now) }
    }

    /// Whether the condition of a latched fault has gone, so that the fault may be cleared.
    mutating func isOver(_ fault: FaultRecord, at now: Instant) -> Bool {
        // The switch's report is left out: it is judged in every step, and latches again.
        let input = guardInput(SwitchReport(), seconds: 0, at: now)
        return protection.rules.isOver(fault, input)
    }

    mutating func record(_ kind: Event.Kind, by requester: Requester = .controller, at now: Instant)
    {
        account.record(kind, by: requester, at: now)
    }
}
