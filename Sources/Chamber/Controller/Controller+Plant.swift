import SwitchCore

extension Controller {
    /// Judges the rules about heater and chamber: whether what is measured fits the power that was given.
    mutating func judgePlant(_ report: SwitchReport, seconds: Double, at now: Instant) {
        plantGuards.expected.step(
            model,
            delivered: delivered.newest,
            isFanOn: report.isFanOn || !configuration.isFanFitted,
            measured: view.excess,
            seconds: seconds
        )
        let sight = sight(at: now)
        let frozen = plantGuards.sensorFrozen.judge(
            probes,
            commanded: commandedDuty,
            delivered: delivered.mean
        )
        take(frozen, at: now)
        let mismatch = plantGuards.probeMismatch.judge(view, at: now)
        take(mismatch, warning: .probeMismatch, at: now)
        take(plantGuards.heatingFailed.judge(sight), at: now)
        let uncalled = plantGuards.uncalledHeat.judge(sight)
        take(plantGuards.excess.judge(sight) ?? uncalled, warning: .relayStuck, at: now)
        take(plantGuards.thermalRunaway.judge(sight), warning: .thermalRunaway, at: now)
        take(plantGuards.progress.judge(sight), at: now)
        let hold = plantGuards.holdPower.judge(sight, seconds: seconds)
        take(hold, warning: .holdPower, at: now)
    }

    /// What the rules look at in this step.
    func sight(at now: Instant) -> HeaterSight {
        HeaterSight(
            now: now,
            view: view,
            model: model,
            expected: plantGuards.expected,
            setPoint: setPoint,
            commanded: commandedDuty,
            delivered: delivered.mean,
            isArmed: settings.isOn,
            isHolding: isSettled && settings.isOn && !latch.isLatched,
            isBedHot: auto.fresh(at: now)?.isHot ?? false
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
