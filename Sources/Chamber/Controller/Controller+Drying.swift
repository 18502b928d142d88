import SwitchCore

/// Drying runs: how they start, end and advance.
extension Controller {
    mutating func startDrying(
        _ envelope: WishEnvelope,
        at now: Instant
    ) -> WishOutcome.Answer {
        if protection.latch.isLatched { return .refused(.latched) }
        guard !demand.drying.isStarted else { return .unchanged }
        giveUpCalibration(for: envelope.requester, at: now)
        let requester = envelope.requester
        settings.mode = .drying
        demand.drying.aim(at: dryingTarget)
        demand.drying.start(length: dryingLength, isOn: settings.isOn, at: now)
        account.settingsChangedBy = requester
        account.heatRequestedBy = requester
        // With the power off, the lease belongs to the client that turns it on.
        if settings.isOn {
            protection.rules.leaseExpired.begin(requester, term: envelope.lease, at: now)
        }
        protection.rules.heaterOverrun.renewSession(at: now)
        if demand.drying.isRunning { recordDryingStarted(by: requester, at: now) }
        return .applied
    }

    /// Starts a run in the mode drying; in another mode, remembers that `envelope` asked for it.
    mutating func startDryingInMode(
        _ envelope: WishEnvelope,
        at now: Instant
    ) -> WishOutcome.Answer {
        if settings.mode == .drying { return startDrying(envelope, at: now) }
        account.rememberedStart.remember(envelope.requester, at: now)
        return .unchanged
    }

    /// Sets the custom programme's set point, also that of a custom run in progress.
    mutating func setDryingTarget(
        _ target: Celsius,
        by requester: Requester,
        at now: Instant
    ) -> WishOutcome.Answer {
        let answer = setClamped(target, \.customDryingTarget, by: requester, at: now)
        if settings.dryingPreset == .custom { demand.drying.aim(at: dryingTarget) }
        return answer
    }

    /// Sets the set point that a thermostat shows. A temperature of one's own makes a drying
    /// programme the custom one; a run in progress keeps its time.
    mutating func setShownTarget(
        _ target: Celsius,
        by requester: Requester,
        at now: Instant
    ) -> WishOutcome.Answer {
        guard settings.isOn, settings.mode == .drying else {
            return setClamped(target, \.target, by: requester, at: now)
        }
        let held = held(target)
        let answer = change(by: requester, at: now) { controller in
            controller.settings.dryingPreset = .custom
            controller.settings.customDryingTarget = held.value
            controller.demand.drying.aim(at: controller.dryingTarget)
            if !controller.demand.drying.isStarted {
                controller.demand.drying.load(controller.dryingLength)
            }
        }
        return held.wasMoved ? .clamped : answer
    }

    /// Loads a programme, also into a run in progress.
    mutating func select(
        _ preset: DryingPreset,
        by requester: Requester,
        at now: Instant
    ) -> WishOutcome.Answer {
        change(by: requester, at: now) { controller in
            controller.settings.dryingPreset = preset
            controller.demand.drying.load(controller.dryingLength)
            controller.demand.drying.aim(at: controller.dryingTarget)
        }
    }

    /// Starts drying with the wish's own target and length.
    mutating func dry(
        _ target: Celsius,
        _ length: Duration,
        _ envelope: WishEnvelope,
        at now: Instant
    ) -> WishOutcome.Answer {
        dry(envelope, at: now) { controller in
            controller.settings.dryingPreset = .custom
            let (target, length) = (controller.held(target), controller.held(length))
            controller.settings.customDryingTarget = target.value
            controller.settings.customDryingLength = length.value
            return target.wasMoved || length.wasMoved
        }
    }

    /// So many minutes, at most a month: a recording may hold any number.
    static func bounded(minutes: Int) -> Duration {
        .minutes(min(max(minutes, -43_200), 43_200))
    }

    /// Changes the run in progress: its set point, which makes the programme the custom one, and its end.
    mutating func changeDrying(
        _ target: Celsius?,
        _ added: Duration,
        _ envelope: WishEnvelope,
        at now: Instant
    ) -> WishOutcome.Answer {
        guard settings.mode == .drying, demand.drying.isStarted else {
            return .refused(.notDrying)
        }
        let held = target.map { self.held($0) }
        var isEndHeld = false
        let answer = change(by: envelope.requester, at: now) { controller in
            if let held, held.value != controller.demand.drying.target {
                // The programme that was chosen keeps its length as the custom one.
                let length = controller.dryingLength
                controller.settings.dryingPreset = .custom
                controller.settings.customDryingTarget = held.value
                controller.settings.customDryingLength = length
                controller.demand.drying.aim(at: held.value)
            }
            guard added != .zero else { return }
            let longest = Duration.hours(controller.limits.dryingHours)
            isEndHeld = controller.demand.drying.moveEnd(by: added, longest: longest)
        }
        if answer == .applied, settings.isOn {
            // A person is there: heat may go on for another session.
            protection.rules.heaterOverrun.renewSession(at: now)
        }
        return held?.wasMoved == true || isEndHeld ? .clamped : answer
    }

    /// Starts drying with a preset.
    mutating func dry(
        _ preset: DryingPreset,
        _ envelope: WishEnvelope,
        at now: Instant
    ) -> WishOutcome.Answer {
        dry(envelope, at: now) { controller in
            controller.settings.dryingPreset = preset
            return false
        }
    }

    /// Starts a drying run with a single wish; `load` chooses the programme, and returns whether it had
    /// to clamp a number.
    private mutating func dry(
        _ envelope: WishEnvelope,
        at now: Instant,
        load: (inout Controller) -> Bool
    ) -> WishOutcome.Answer {
        if let refusal = refusalOfPower { return .refused(refusal) }
        let requester = envelope.requester
        giveUpCalibration(for: requester, at: now)
        let wasMoved = load(&self)
        settings.mode = .drying
        demand.drying.load(dryingLength)
        demand.drying.aim(at: dryingTarget)
        _ = powerOn(envelope, at: now)
        demand.drying.start(length: dryingLength, isOn: true, at: now)
        account.settingsChangedBy = requester
        recordDryingStarted(by: requester, at: now)
        return wasMoved ? .clamped : .applied
    }

    mutating func recordDryingStarted(by requester: Requester, at now: Instant) {
        record(
            .dryingStarted(target: demand.drying.target, demand.drying.remaining),
            by: requester,
            at: now
        )
    }

    mutating func advanceDrying(by elapsed: Duration, at now: Instant) {
        let change = demand.drying.step(
            isOn: settings.isOn,
            elapsed: elapsed,
            length: dryingLength,
            at: now
        )
        switch change {
        case .none:
            break
        case .began:
            recordDryingStarted(by: account.settingsChangedBy, at: now)
        case .ended:
            account.settingsChangedBy = .controller
            record(.dryingEnded, at: now)
        }
    }

    mutating func enter(_ mode: OperatingMode) {
        settings.mode = mode
        if mode != .drying { endDrying() }
    }

    mutating func endDrying() {
        account.rememberedStart.forget()
        if demand.drying.isStarted { demand.drying.stop(length: dryingLength) }
    }

    mutating func setDryingHours(
        _ hours: Int,
        by requester: Requester,
        at now: Instant
    ) -> WishOutcome.Answer {
        let held = held(hours)
        let answer = change(by: requester, at: now) { controller in
            controller.settings.customDryingLength = .hours(held.value)
            // On the wire of the Panda Breath the hours set the countdown whatever the programme (wire
            // contract, section 5); elsewhere they are the custom programme's alone.
            guard requester.kind == .panda || controller.settings.dryingPreset == .custom else {
                return
            }
            controller.demand.drying.load(.hours(held.value))
        }
        return held.wasMoved ? .clamped : answer
    }

    /// Set point and length of the current programme, limited by the board.
    var dryingTarget: Celsius { held(settings.dryingTarget).value }
    var dryingLength: Duration { min(settings.dryingDuration, .hours(limits.dryingHours)) }
}
