import SwitchCore

extension Controller {
    /// Judges the rules about heater and chamber: whether what is measured fits the power that was given.
    mutating func judgePlant(_ report: SwitchReport, seconds: Double, at now: Instant) {
        protection.plantGuards.expected.step(
            learning.model,
            delivered: intake.delivered.newest,
            isFanOn: report.isFanOn || !configuration.isFanFitted,
            measured: intake.view.excess,
            seconds: seconds
        )
        let sight = sight(at: now)
        let frozen = protection.plantGuards.sensorFrozen.judge(
            intake.probes,
            commanded: demand.commandedDuty,
            delivered: intake.delivered.mean
        )
        take(frozen, at: now)
        let mismatch = protection.plantGuards.probeMismatch.judge(intake.view, at: now)
        take(mismatch, warning: .probeMismatch, at: now)
        take(protection.plantGuards.heatingFailed.judge(sight), at: now)
        let uncalled = protection.plantGuards.uncalledHeat.judge(sight)
        take(protection.plantGuards.excess.judge(sight) ?? uncalled, warning: .relayStuck, at: now)
        take(protection.plantGuards.thermalRunaway.judge(sight), warning: .thermalRunaway, at: now)
        take(protection.plantGuards.progress.judge(sight), at: now)
        let hold = protection.plantGuards.holdPower.judge(sight, seconds: seconds)
        take(hold, warning: .holdPower, at: now)
    }

    /// What the rules look at in this step.
    func sight(at now: Instant) -> HeaterSight {
        HeaterSight(
            now: now,
            view: intake.view,
            model: learning.model,
            expected: protection.plantGuards.expected,
            setPoint: phase.setPoint,
            commanded: demand.commandedDuty,
            delivered: intake.delivered.mean,
            isArmed: settings.isOn,
            isHolding: phase.isHolding && settings.isOn && !protection.latch.isLatched,
            isBedHot: demand.auto.fresh(at: now)?.isHot ?? false
        )
    }

    /// Acts on what a rule found.
    private mutating func take(_ hazard: Hazard?, at now: Instant) {
        if let hazard { act(on: hazard, at: now) }
    }

    /// Acts on what a rule found that can warn: the warning `code` ends when it finds nothing more.
    private mutating func take(_ hazard: Hazard?, warning code: FaultCode, at now: Instant) {
        warn(code, of: hazard, at: now)
        if let hazard, hazard.isLatch { act(on: hazard, at: now) }
    }
}
