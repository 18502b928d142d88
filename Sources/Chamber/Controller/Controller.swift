package import SwitchCore

/// The controller: readings and wishes in, a command for the switch out.
///
/// A value without clock, thread or I/O: the same inputs give the same outputs, byte for byte.
/// ``step(_:at:)`` is its only entry.
///
/// ```
///            power on                     demand                   set point reached
///   off ───────────────▶ waiting ───────────────▶ heating ───────────────▶ holding
///    ▲  ◀── power off, ──┘  ▲  ◀── no demand ──────┘  ◀── new set point ────┘
///    │      end of lease    └──── fan alone: ventilating; door open: paused
///    └── cleared ── latched ◀── a hazard, from every state
/// ```
///
/// These are the cases of ``Phase``, besides calibration; ``enter(_:)`` is the only way into a phase.
///
/// Order of a step: receive the inputs, judge the hazards (which apply in every state), then the
/// wishes, then demand, regulation and limits.
package struct Controller: Sendable {
    let configuration: ControllerConfiguration
    let limits: Limits
    var settings: OperatingSettings

    var intake: Intake
    var protection: Protection
    var demand: Demand
    var learning: Learning
    var account = Account()
    private(set) var phase = Phase.off

    /// The chamber counts as holding within this of the set point, in K.
    private static let settledKelvin = 1.0

    /// A controller at the start of a run: everything off, a restored fault latched.
    package init(
        _ configuration: ControllerConfiguration,
        restored: RestoredState = RestoredState(),
        at now: Instant
    ) {
        var configuration = configuration
        configuration.limits = configuration.limits.heldToCeilings
        self.configuration = configuration
        limits = configuration.limits
        settings = restored.settings
        intake = Intake(
            Probes(configuration, offsets: restored.offsets, at: now),
            contacts: configuration.contacts,
            at: now
        )
        protection = Protection(configuration, lastFaultNumber: restored.lastFaultNumber)
        let admitted = restored.model.admitted(to: configuration.fingerprint)
        let model = admitted.model ?? configuration.model
        learning = Learning(
            model,
            health: restored.health,
            hasElementProbe: configuration.element != nil,
            at: now
        )
        demand = Demand(
            DryingRun(
                remaining: restored.dryingRemaining,
                target: restored.settings.dryingTarget
            ),
            Regulator(model: model, limits: limits),
            FanControl(
                release: configuration.fanReleaseTemperature,
                hasElementProbe: configuration.element != nil
            )
        )
        settings.isOn = false
        account.relayLife = RelayLife(switchings: restored.relaySwitchings)
        holdSettingsToLimits()
        let remaining = demand.drying.remaining
        if remaining <= .zero || remaining > .hours(limits.dryingHours) {
            demand.drying.load(dryingLength)
        }
        restore(restored.latch, at: now)
        record(.started, at: now)
        if case .unusable(let refusal) = admitted {
            record(.modelRefused(refusal), at: now)
        }
        if calibrationState == .outdated { record(.calibrationOutdated, at: now) }
    }

    private mutating func restore(_ restored: RestoredLatch, at now: Instant) {
        switch restored {
        case .none:
            return
        case .latched(let record):
            protection.latch.restore(record)
            account.offReason = .fault
        case .unreadable:
            trip(StateUnreadable.hazard, at: now)
        }
        enter(.latched)
    }

    /// The snapshot before the first step.
    package var initialSnapshot: Snapshot {
        var controller = self
        return controller.snapshot(SwitchReport(), at: .zero)
    }

    /// Regulates and judges by `model` from now on.
    mutating func adopt(_ model: ThermalModel) {
        learning.adopt(model)
        demand.adopt(model)
    }

    /// The same with the model from a calibration.
    mutating func adoptCalibration(_ model: ThermalModel, at now: Instant) {
        learning.adoptCalibration(model, at: now)
        demand.adopt(model)
    }

    /// Runs one step, ten times a second; `now` never goes backwards.
    ///
    /// Its parts are mutating even where they only read: a method that is not gets a copy of the whole
    /// controller, 13 KB, and five of them were half of a step's time.
    package mutating func step(_ input: StepInput, at now: Instant) -> Actions {
        let elapsed = intake.receive(input, at: now)
        judgeHazards(input.report, seconds: elapsed.inSeconds, at: now)
        for wish in input.wishes { grant(wish, at: now) }
        protection.latch.step(at: now)
        advanceDrying(by: elapsed, at: now)
        endDisturbedCalibration(at: now)

        let asked = ask(at: now)
        let isHeatWanted = asked.setPoint != nil || learning.calibration.isRunning
        judgeSession(isHeatWanted: isHeatWanted, at: now)
        enterPhase(for: asked.setPoint, isVentilating: asked.isVentilating, at: now)
        let air = regulatedAir()
        demand.observe(air: air, seconds: elapsed.inSeconds)
        demand.predict(
            phase.isHeating ? phase.setPoint : nil,
            air: air,
            room: learning.room,
            by: configuration.regulation,
            seconds: elapsed.inSeconds,
            at: now
        )
        let regulated = regulate(air, seconds: elapsed.inSeconds, at: now)
        demand.commandedDuty = max(regulated, demandOfCalibration(input.report, at: now))
        watchWarmUp(input.report, at: now)
        watchHold(input.report, at: now)
        watchHealth(input.report, seconds: elapsed.inSeconds)
        return finish(input.report, isVentilating: asked.isVentilating, elapsed, at: now)
    }

    /// What power, mode and printer ask for.
    private mutating func ask(at now: Instant) -> (setPoint: Celsius?, isVentilating: Bool) {
        demand.auto.step(settings, at: now)
        guard settings.isOn, !protection.latch.isLatched, !learning.calibration.isRunning else {
            return (nil, false)
        }
        return demand.asked(settings, limits)
    }

    /// The phase for the set point `wanted`, unless something takes precedence.
    private mutating func phase(for wanted: Celsius?, isVentilating: Bool) -> Phase {
        if protection.latch.isLatched { return .latched }
        if learning.calibration.isRunning { return .calibrating }
        guard settings.isOn else { return .off }
        guard let wanted else { return isVentilating ? .ventilating : .waiting }
        if intake.openContacts[.door] { return .paused(at: wanted) }
        return wanted == phase.setPoint && !phase.isPaused ? phase : .heating(to: wanted)
    }

    /// Enters the phase for this step, and records a pause that begins or ends.
    private mutating func enterPhase(for wanted: Celsius?, isVentilating: Bool, at now: Instant) {
        let wasPaused = phase.isPaused
        enter(phase(for: wanted, isVentilating: isVentilating))
        if phase.isPaused, !wasPaused {
            record(.heatPaused(.door), at: now)
        } else if wasPaused, phase.isHeating {
            record(.heatResumed(.door), at: now)
        }
    }

    /// Enters a phase. A new session of heat forgets the one before.
    mutating func enter(_ next: Phase) {
        if phase.setPoint == nil, next.setPoint != nil { demand.beginHeat() }
        phase = next
    }

    /// The chamber's temperature to regulate by, in °C: of two probes that disagree, the hotter one is
    /// the safe choice.
    private mutating func regulatedAir() -> Double? {
        protection.warnings.contains(.probeMismatch) ? intake.view.hottestAir : intake.view.air
    }

    /// The duty for this step; 0 where anything forbids heat.
    private mutating func regulate(_ air: Double?, seconds: Double, at now: Instant) -> Duty {
        let view = intake.view
        guard !phase.isPaused, let wanted = phase.setPoint, let air, view.isComplete
        else { return .off }
        let asked = demand.duty(
            for: wanted,
            air: air,
            element: view.element.temperature,
            by: configuration.regulation,
            band: settings.band
        )
        let isHeldBack =
            protection.mustHold(intake.probes, limits, at: now) || learning.firstWarmUp.isPausing
        let granted = isHeldBack ? .off : asked
        demand.track(delivered: granted, seconds: seconds)
        if abs(air - wanted.degrees) <= Self.settledKelvin { enter(.holding(at: wanted)) }
        return granted
    }

    private mutating func finish(
        _ report: SwitchReport,
        isVentilating: Bool,
        _ elapsed: Duration,
        at now: Instant
    ) -> Actions {
        let isHeating =
            demand.commandedDuty > .off || report.isHeaterOn || learning.calibration.isRunning
        let isFanOn = demand.isFanOn(
            isHeating: isHeating,
            isVentilating: isVentilating || protection.rules.relayStuck.wantsFan
                || learning.firstWarmUp.isPausing
                || protection.mayHeatUnseen(hasElementProbe: configuration.element != nil),
            view: intake.view,
            at: now
        )
        let command = SwitchCommand(
            sequence: intake.steps,
            heater: demand.commandedDuty,
            isFanOn: isFanOn,
            isSecondRelayClosed: !(protection.latch.record?.code.rule.opensSecondRelay ?? false),
            indicators: indicators(at: now),
            leaseEnd: now.advanced(by: SwitchLogic.longestLease)
        )
        if report.isHeaterOn {
            account.spend(watts: configuration.heaterPowerWatts, seconds: elapsed.inSeconds)
        }
        let told = account.collect()
        return Actions(
            command: command,
            events: told.events,
            outcomes: told.outcomes,
            snapshot: snapshot(report, at: now)
        )
    }

    private mutating func indicators(at now: Instant) -> Indicators {
        .showing(
            step: intake.steps,
            isLatched: protection.latch.isLatched,
            isOn: settings.isOn,
            isDrying: demand.drying.isRunning,
            volume: isSilenced(at: now) ? 0 : settings.volume,
            brightness: settings.brightness
        )
    }
}

/// A recording stores the fields of all parts side by side, so that an older recording replays even
/// after a field has moved from one part to another.
extension Controller: Codable {
    private enum CodingKeys: CodingKey {
        case configuration
        case limits
        case settings
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(configuration, forKey: .configuration)
        try fields.encode(limits, forKey: .limits)
        try fields.encode(settings, forKey: .settings)
        try intake.encode(to: encoder)
        try protection.encode(to: encoder)
        try demand.encode(to: encoder)
        try learning.encode(to: encoder)
        try account.encode(to: encoder)
        try phase.encode(to: encoder)
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        configuration = try fields.decode(ControllerConfiguration.self, forKey: .configuration)
        limits = try fields.decode(Limits.self, forKey: .limits)
        settings = try fields.decode(OperatingSettings.self, forKey: .settings)
        intake = try Intake(from: decoder)
        protection = try Protection(from: decoder)
        demand = try Demand(from: decoder)
        learning = try Learning(from: decoder)
        account = try Account(from: decoder)
        phase = try Phase(from: decoder)
    }
}
