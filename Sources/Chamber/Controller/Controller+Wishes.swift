import SwitchCore

extension Controller {
    /// Answers one wish, and records the answer.
    mutating func grant(_ envelope: WishEnvelope, at now: Instant) {
        let answer = answer(envelope, at: now)
        account.record(answer, to: envelope.ticket)
    }

    private mutating func answer(_ envelope: WishEnvelope, at now: Instant) -> WishOutcome.Answer {
        let requester = envelope.requester
        switch envelope.wish {
        case .setPower(let isOn): return setPower(isOn, envelope, at: now)
        case .setMode(let mode): return setMode(mode, envelope, at: now)
        case .setTarget(let target): return setClamped(target, \.target, by: requester, at: now)
        case .setCustomDryingTarget(let target):
            return setClamped(target, \.customDryingTarget, by: requester, at: now)
        case .setDryingTarget(let target): return setDryingTarget(target, by: requester, at: now)
        case .setShownTarget(let target): return setShownTarget(target, by: requester, at: now)
        case .setFanBedThreshold(let threshold):
            return setBedThreshold(threshold, \.fanBedThreshold, from: 0, by: requester, at: now)
        case .setHeatBedThreshold(let threshold):
            return setBedThreshold(threshold, \.heatBedThreshold, from: 40, by: requester, at: now)
        case .selectDryingPreset(let preset): return select(preset, by: requester, at: now)
        case .setCustomDryingHours(let hours): return setDryingHours(hours, by: requester, at: now)
        case .startDrying: return startDrying(envelope, at: now)
        case .startDryingInMode: return startDryingInMode(envelope, at: now)
        case .stopDrying: return change(by: requester, at: now) { $0.endDrying() }
        case .run(let mode): return run(mode, envelope, at: now)
        case .heat(let target): return heat(to: target, envelope, at: now)
        case .dry(let target, let hours):
            return dry(target, .hours(min(max(hours, 0), 1000)), envelope, at: now)
        case .dryFor(let target, let minutes):
            return dry(target, Self.bounded(minutes: minutes), envelope, at: now)
        case .changeDrying(let target, let minutes):
            return changeDrying(target, Self.bounded(minutes: minutes), envelope, at: now)
        case .dryPreset(let preset): return dry(preset, envelope, at: now)
        case .renewLease: return renewLease(by: requester, at: now)
        case .renewSession: return renewSession(by: requester, at: now)
        case .calibrate: return calibrate(envelope, at: now)
        case .stopCalibration: return stopCalibration(by: requester, at: now)
        case .forgetCalibration: return forgetCalibration(by: requester, at: now)
        case .restartRelayCount: return account.relayLife.restart() ? .applied : .unchanged
        case .soak(let target): return soak(at: target, envelope, at: now)
        case .soakAtTarget: return soak(at: settings.target, envelope, at: now)
        case .skipSoak: return skipSoak(by: requester, at: now)
        case .reportBed(let report):
            demand.auto.receive(report, at: now)
            return .applied
        case .reportPandaClients(let count):
            protection.rules.leaseExpired.count(pandaClients: count, at: now)
            return .applied
        case .setOffset(let probe, let offset):
            let answer = change(by: requester, at: now) {
                $0.intake.probes.correct(probe, by: offset)
            }
            return intake.probes.offsets[probe] == offset ? answer : .clamped
        case .clearLatch: return clearLatch(by: requester, at: now)
        case .confirmLatchCleared(let number):
            return confirmCleared(number, by: requester, at: now)
        case .tune(let tuning): return tune(tuning, envelope, at: now)
        case .silence(let order): return silence(order, at: now)
        case .setVolume(let percent): return setPercent(percent, \.volume, by: requester, at: now)
        case .setBrightness(let percent):
            return setPercent(percent, \.brightness, by: requester, at: now)
        case .restoreFactorySettings: return restoreFactorySettings(by: requester, at: now)
        }
    }

    private mutating func setMode(
        _ mode: OperatingMode,
        _ envelope: WishEnvelope,
        at now: Instant
    ) -> WishOutcome.Answer {
        let requester = envelope.requester
        giveUpCalibration(for: requester, unless: mode == settings.mode, at: now)
        let answer = change(by: requester, at: now) { $0.enter(mode) }
        guard mode == .drying, account.rememberedStart.collect(of: requester, at: now) else {
            return answer
        }
        return startDrying(envelope, at: now)
    }

    private mutating func silence(
        _ order: AlarmSilence.Order,
        at now: Instant
    ) -> WishOutcome.Answer {
        let latched = protection.latch.record?.number
        return account.silence.carryOut(order, latched: latched, at: now) ? .applied : .unchanged
    }

    // MARK: Power

    private mutating func setPower(
        _ isOn: Bool,
        _ envelope: WishEnvelope,
        at now: Instant
    ) -> WishOutcome.Answer {
        guard isOn else {
            account.rememberedStart.forget()
            guard settings.isOn || demand.drying.isStarted else { return .unchanged }
            powerOff(because: .wish, by: envelope.requester, at: now)
            return .applied
        }
        return powerOn(envelope, at: now)
    }

    /// Why the power cannot be turned on; `nil`: it can.
    var refusalOfPower: WishOutcome.Refusal? {
        if let refusal = configuration.standingRefusal { return refusal }
        if protection.latch.isLatched { return .latched }
        return intake.view.isFaulty ? .noReading : nil
    }

    /// Turns the power on unless something forbids it; when on already it renews session and lease.
    mutating func powerOn(_ envelope: WishEnvelope, at now: Instant) -> WishOutcome.Answer {
        if let refusal = refusalOfPower { return .refused(refusal) }
        let requester = envelope.requester
        account.heatRequestedBy = requester
        protection.rules.leaseExpired.begin(requester, term: envelope.lease, at: now)
        protection.rules.heaterOverrun.renewSession(at: now)
        guard !settings.isOn else { return .unchanged }
        settings.isOn = true
        account.settingsChangedBy = requester
        record(.poweredOn(settings.mode, target: settings.target), by: requester, at: now)
        return .applied
    }

    /// Turns the power off, and ends a drying run and a calibration.
    mutating func powerOff(because reason: OffReason, by requester: Requester, at now: Instant) {
        let wasStarted = demand.drying.isStarted
        if demand.drying.isRunning { record(.dryingEnded, by: requester, at: now) }
        if wasStarted { demand.drying.stop(length: dryingLength) }
        account.rememberedStart.forget()
        protection.rules.leaseExpired.cancel()
        abortCalibration(because: reason.calibrationFailure, by: requester, at: now)
        guard settings.isOn || wasStarted else { return }
        settings.isOn = false
        account.offReason = reason
        account.settingsChangedBy = requester
        record(.poweredOff(reason), by: requester, at: now)
    }

    mutating func heat(
        to target: Celsius,
        _ envelope: WishEnvelope,
        at now: Instant
    ) -> WishOutcome.Answer {
        if let refusal = refusalOfPower { return .refused(refusal) }
        giveUpCalibration(for: envelope.requester, at: now)
        let held = held(target)
        let change = change(by: envelope.requester, at: now) { controller in
            controller.enter(.alwaysOn)
            controller.settings.target = held.value
        }
        let answer = powerOn(envelope, at: now)
        if held.wasMoved { return .clamped }
        return change == .applied ? change : answer
    }

    /// Turns the power on in `mode` with the numbers that are set now.
    private mutating func run(
        _ mode: OperatingMode,
        _ envelope: WishEnvelope,
        at now: Instant
    ) -> WishOutcome.Answer {
        switch mode {
        case .alwaysOn: return heat(to: settings.target, envelope, at: now)
        case .drying: return dry(settings.dryingPreset, envelope, at: now)
        case .auto:
            if let refusal = refusalOfPower { return .refused(refusal) }
            giveUpCalibration(for: envelope.requester, at: now)
            let change = change(by: envelope.requester, at: now) { $0.enter(.auto) }
            let answer = powerOn(envelope, at: now)
            return change == .applied ? change : answer
        }
    }

    // MARK: Latch

    private mutating func clearLatch(
        by requester: Requester,
        at now: Instant
    ) -> WishOutcome.Answer {
        guard let fault = protection.latch.record else { return .refused(.nothingLatched) }
        guard isOver(fault, at: now) else { return .refused(.conditionPersists) }
        guard let number = protection.latch.approveClearing(for: requester, at: now) else {
            return .refused(.nothingLatched)
        }
        record(.clearApproved(number), by: requester, at: now)
        return .applied
    }

    private mutating func confirmCleared(
        _ number: FaultNumber,
        by requester: Requester,
        at now: Instant
    ) -> WishOutcome.Answer {
        // Only the store knows that the fault is off the disk.
        guard requester.kind == .store else { return .unchanged }
        switch protection.latch.confirm(number) {
        case .nothing:
            return .unchanged
        case .cleared(let code, let clearer):
            record(.latchCleared(code), by: clearer ?? requester, at: now)
            return .applied
        case .standsAgain(let fault):
            record(.latched(fault), at: now)
            return .refused(.conditionPersists)
        }
    }

    // MARK: Settings

    /// Makes a change; returns whether anything changed.
    mutating func change(
        by requester: Requester,
        at now: Instant,
        _ body: (inout Controller) -> Void
    ) -> WishOutcome.Answer {
        let wasDrying = demand.drying.isRunning
        let before = (
            settings, demand.drying.remaining, demand.drying.isStarted, intake.probes.offsets
        )
        body(&self)
        guard
            before != (
                settings, demand.drying.remaining, demand.drying.isStarted, intake.probes.offsets
            )
        else {
            return .unchanged
        }
        account.settingsChangedBy = requester
        if wasDrying, !demand.drying.isRunning { record(.dryingEnded, by: requester, at: now) }
        record(.settingsChanged, by: requester, at: now)
        return .applied
    }

    mutating func setClamped(
        _ target: Celsius,
        _ field: WritableKeyPath<OperatingSettings, Celsius>,
        by requester: Requester,
        at now: Instant
    ) -> WishOutcome.Answer {
        let held = held(target)
        let answer = change(by: requester, at: now) { $0.settings[keyPath: field] = held.value }
        return held.wasMoved ? .clamped : answer
    }

    private mutating func setBedThreshold(
        _ threshold: Celsius,
        _ field: WritableKeyPath<OperatingSettings, Celsius>,
        from lowest: Double,
        by requester: Requester,
        at now: Instant
    ) -> WishOutcome.Answer {
        guard (lowest...120).contains(threshold.degrees) else { return .refused(.outOfRange) }
        return change(by: requester, at: now) { $0.settings[keyPath: field] = threshold }
    }

    private mutating func restoreFactorySettings(
        by requester: Requester,
        at now: Instant
    ) -> WishOutcome.Answer {
        let wasOn = settings.isOn || demand.drying.isStarted
        powerOff(because: .wish, by: requester, at: now)
        let answer = change(by: requester, at: now) { controller in
            controller.settings = OperatingSettings()
            controller.holdSettingsToLimits()
            controller.demand.drying.stop(length: controller.dryingLength)
            for probe in ProbeName.allCases { controller.intake.probes.correct(probe, by: .zero) }
        }
        return wasOn ? .applied : answer
    }

    func held(_ target: Celsius) -> (value: Celsius, wasMoved: Bool) {
        let value = target.clamped(to: limits.lowestTarget...limits.highestTarget)
        return (value, value != target)
    }

    func held(_ hours: Int) -> (value: Int, wasMoved: Bool) {
        let value = min(max(hours, 1), limits.dryingHours)
        return (value, value != hours)
    }

    func held(_ length: Duration) -> (value: Duration, wasMoved: Bool) {
        let value = min(max(length, .hours(1)), .hours(limits.dryingHours))
        return (value, value != length)
    }

    /// Limits stored settings to this board's range.
    mutating func holdSettingsToLimits() {
        settings.target = held(settings.target).value
        settings.customDryingTarget = held(settings.customDryingTarget).value
        settings.customDryingLength = held(settings.customDryingLength).value
        settings.band = held(band: settings.band)
    }
}
