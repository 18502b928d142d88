import SwitchCore

/// Learning in hold, and soaking: both watch the duty that the hold takes.
extension Controller {
    /// Holds `target` and waits until the duty has settled.
    mutating func soak(
        at target: Celsius,
        _ envelope: WishEnvelope,
        at now: Instant
    ) -> WishOutcome.Answer {
        let answer = heat(to: target, envelope, at: now)
        if case .refused = answer { return answer }
        learning.soak.begin(at: now)
        return answer == .clamped ? .clamped : .applied
    }

    mutating func skipSoak(by requester: Requester, at now: Instant) -> WishOutcome.Answer {
        guard learning.soak.skip() else { return .unchanged }
        record(.soakEnded(learning.soak.elapsed(at: now), isSkipped: true), by: requester, at: now)
        return .applied
    }

    /// Watches this step of the first warm-up of a heater whose element was not measured.
    mutating func watchWarmUp(_ report: SwitchReport, at now: Instant) {
        guard learning.isWatchingWarmUp, let air = intake.view.air,
            let element = intake.view.element.temperature?.degrees,
            intake.view.isComplete, !learning.calibration.isRunning
        else { return }
        learning.watchWarmUp(
            FirstWarmUp.Input(
                air: air,
                element: element,
                onTime: report.onTime,
                isHeating: demand.commandedDuty > .off,
                isUndisturbed: phase.setPoint != nil && !phase.isPaused
                    && !demand.auto.isBedHotByLastReport && !isSuspicious,
                isHolding: phase.isHolding,
                model: learning.model,
                board: configuration.model,
                heaterPowerWatts: configuration.heaterPowerWatts,
                now: now
            )
        )
    }

    /// Whether a rule suspects a fault: nothing is learned while one may act, nor in the ten minutes before
    /// `safety.heat_balance` warns.
    private var isSuspicious: Bool {
        var warnings = protection.warnings
        // A worn relay switches as a new one does.
        warnings.set(.relayWorn, false)
        return protection.balance.isSuspicious || protection.heatRatio.isHigh || !warnings.isEmpty
    }

    /// Measures heater, blower and box in this step, and counts the relay's switchings.
    mutating func watchHealth(_ report: SwitchReport, seconds: Double) {
        account.relayLife.receive(closures: report.closures)
        learning.health.step(
            HealthWatch.Input(
                element: intake.view.element.temperature?.degrees,
                chamber: intake.view.air,
                delivered: intake.delivered.newest.fraction,
                isFanOn: report.isFanOn || !configuration.isFanFitted,
                isHeating: phase.setPoint != nil,
                isVoid: protection.latch.isLatched || learning.calibration.isRunning,
                heatRatio: protection.heatRatio.newest,
                probeDifferenceKelvin: protection.rules.probesDisagreeCold.differenceAtRest,
                model: learning.model,
                seconds: seconds
            )
        )
    }

    /// Watches this step's duty, and learns from each full minute.
    mutating func watchHold(_ report: SwitchReport, at now: Instant) {
        let learned = learning.watch(
            phase.setPoint,
            intake.view,
            onTime: report.onTime,
            isHeating: report.isHeaterOn || demand.commandedDuty > .off,
            isDisturbed: protection.foldback.isActive || phase.isPaused,
            isDoubtful: demand.auto.isBedHotByLastReport || isSuspicious,
            at: now
        )
        if let learned {
            adopt(learned.new)
            record(.modelAdopted(learned), at: now)
        }
        if learning.stepSoak(phase, at: now) {
            record(.soakEnded(learning.soak.elapsed(at: now), isSkipped: false), at: now)
        }
    }
}
