package import SwitchCore

/// The controller: readings and wishes in, a command for the switch out, nothing else touched.
///
/// A value without clock, thread or I/O: the same inputs give the same outputs to the byte.
/// ``step(_:at:)`` is its only door.
///
/// ```
///            power on                     demand                   set point reached
///   off ───────────────▶ waiting ───────────────▶ heating ───────────────▶ holding
///    ▲  ◀── power off, ──┘  ▲  ◀── no demand ──────┘  ◀── new set point ────┘
///    │      end of lease    └──── fan alone: ventilating
///    └── cleared ── latched ◀── a hazard, from every state
/// ```
///
/// Order of a step: take the inputs in, judge the hazards (which hold in every state), then the
/// wishes, then demand, regulation and limits.
package struct Controller: Codable, Sendable {
    let configuration: ControllerConfiguration
    let limits: Limits

    var settings: OperatingSettings
    var settingsChangedBy = Requester.controller
    /// Who turned the power on last.
    var heatRequestedBy = Requester.controller
    var offReason = OffReason.boot
    var drying: DryingRun
    /// Who asked the buzzer to be quiet.
    var silence = AlarmSilence()
    var auto = AutoMode()
    var latch: Latch
    var warnings = WarningSet()

    var probes: Probes
    var view: ProbeReadings
    var probeFailure = ProbeFailureGuard()
    let overTemperature: OverTemperatureGuard
    var foldback: Foldback
    var lease = RemoteLease()
    var pandaAbsence: PandaAbsence
    var sessionLimit: SessionLimit
    var clockGuard = ClockGuard()
    var outputGuard = OutputGuard()
    var plantGuards: PlantGuards

    /// What is known of this heater and its chamber.
    private(set) var model: ThermalModel
    private var regulator: Regulator
    private var bandRegulator = BandRegulator()
    var calibration = Calibration()
    /// How the last calibration ended.
    var calibrationReport: CalibrationReport?
    /// What holding takes, what it teaches, and who waits for it to settle.
    var holdWatch = HoldWatch()
    var learner = HoldLearner()
    var watchedSetPoint: Celsius?
    var heaterWasOnAt: Instant
    var soak = Soak()
    private var fan: FanControl
    private(set) var delivered = DeliveredDuty()
    /// The set point of the step before, and whether it has been reached since it was set.
    private(set) var setPoint: Celsius?
    private(set) var isSettled = false
    /// The duty of the newest command.
    private(set) var commandedDuty = Duty.off
    private var isVentilating = false
    private var steps: UInt64 = 0
    private var lastStep: Instant?
    var energyJoules = 0.0

    var events = ShortList<Event>()
    var outcomes = ShortList<WishOutcome>()

    /// Within this of the set point the chamber holds it, for people, in K.
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
        probes = Probes(configuration, offsets: restored.offsets, at: now)
        view = probes.view(at: now)
        overTemperature = OverTemperatureGuard(limits)
        foldback = Foldback(limits)
        sessionLimit = SessionLimit(limits)
        plantGuards = PlantGuards(configuration.guards)
        pandaAbsence = PandaAbsence(timeout: configuration.pandaClientTimeout)
        let learned = restored.model.admitted(to: configuration.fingerprint)
        if case .stored(let stored, _) = learned {
            model = stored
        } else {
            model = configuration.model
        }
        regulator = Regulator(model: model, limits: limits)
        heaterWasOnAt = now
        fan = FanControl(release: configuration.fanReleaseTemperature)
        drying = DryingRun(
            remaining: restored.dryingRemaining,
            target: restored.settings.dryingTarget
        )
        latch = Latch(lastNumber: restored.lastFaultNumber)
        settings.isOn = false
        holdSettingsToLimits()
        adoptGuards()
        if drying.remaining <= .zero || drying.remaining > .hours(limits.dryingHours) {
            drying.load(dryingLength)
        }
        restore(restored.latch, at: now)
        events.append(Event(at: now, kind: .started, requester: .controller))
        if case .unusable(let refusal) = learned { note(.modelRefused(refusal), at: now) }
    }

    private mutating func restore(_ restored: RestoredLatch, at now: Instant) {
        switch restored {
        case .none:
            break
        case .latched(let record):
            latch.restore(record)
            offReason = .fault
        case .unreadable:
            trip(Hazard(code: .stateUnreadable, severity: .latch), at: now)
        }
    }

    /// What is told before the first step.
    package var initialSnapshot: Snapshot {
        snapshot(SwitchReport(), at: .zero)
    }

    /// Regulates and judges by `model` from now on; what the integrators learned stays.
    mutating func adopt(_ model: ThermalModel) {
        self.model = model
        regulator.adopt(model)
    }

    /// One step: the only door of the controller. Steps come 10 times a second, `now` never backwards.
    package mutating func step(_ input: StepInput, at now: Instant) -> Actions {
        let elapsed = lastStep.map { max(now.duration(since: $0), .zero) } ?? .zero
        lastStep = now
        steps &+= 1
        probes.take(input.reading)
        view = probes.view(at: now)
        delivered.take(input.report, at: now)

        judgeHazards(input.report, seconds: elapsed.inSeconds, at: now)
        for wish in input.wishes { grant(wish, at: now) }
        latch.step(at: now)
        advanceDrying(by: elapsed, at: now)

        let wanted = demandedSetPoint(at: now)
        judgeSession(isHeatWanted: wanted != nil || calibration.isRunning, at: now)
        let active = settings.isOn && !latch.isLatched ? wanted : nil
        let regulated = regulate(to: active, seconds: elapsed.inSeconds, at: now)
        commandedDuty = max(regulated, demandOfCalibration(input.report, at: now))
        watchHold(setPoint: setPoint, input.report, at: now)
        let isHeating =
            commandedDuty > .off || input.report.isHeaterOn || calibration.isRunning
        let isFanOn = fan.step(
            isHeating: isHeating,
            isVentilating: isVentilating,
            view: view,
            at: now
        )
        let command = SwitchCommand(
            sequence: steps,
            heater: commandedDuty,
            isFanOn: isFanOn,
            isSecondRelayClosed: !(latch.record?.code.isUncontrolledHeat ?? false),
            indicators: indicators(at: now),
            leaseEnd: now.advanced(by: SwitchLogic.longestLease)
        )
        energyJoules +=
            input.report.isHeaterOn ? configuration.heaterPowerWatts * elapsed.inSeconds : 0
        return finish(command, input.report, at: now)
    }

    private mutating func finish(
        _ command: SwitchCommand,
        _ report: SwitchReport,
        at now: Instant
    ) -> Actions {
        let actions = Actions(
            command: command,
            events: events,
            outcomes: outcomes,
            snapshot: snapshot(report, at: now)
        )
        events = ShortList()
        outcomes = ShortList()
        return actions
    }

    /// The set point that power, mode and printer ask for; `nil` where they ask for no heat.
    private mutating func demandedSetPoint(at now: Instant) -> Celsius? {
        auto.step(settings, at: now)
        isVentilating = false
        guard settings.isOn, !latch.isLatched, !calibration.isRunning else { return nil }
        switch settings.mode {
        case .auto:
            isVentilating = auto.wantsFan
            return auto.heatTarget(settings).map { min($0, limits.highestTarget) }
        case .alwaysOn:
            return settings.target
        case .drying:
            return drying.isRunning ? min(drying.target, limits.highestTarget) : nil
        }
    }

    /// The duty for this step: 0 wherever anything stands against heat.
    private mutating func regulate(to wanted: Celsius?, seconds: Double, at now: Instant) -> Duty {
        if wanted != setPoint {
            isSettled = false
            if setPoint == nil {
                regulator.reset()
                bandRegulator.reset()
            }
            setPoint = wanted
        }
        // Of two probes that disagree, the hotter one is the safe one to go by.
        let isDoubtful = warnings.contains(.probeMismatch)
        guard let wanted, let air = isDoubtful ? view.hottestAir : view.air, view.isComplete
        else { return .off }
        let asked = demand(setPoint: wanted.degrees, air: air)
        let mustHold = foldback.isActive || overTemperature.mustHold(probes, at: now)
        let granted = mustHold ? .off : asked
        regulator.settle(delivered: granted, seconds: seconds)
        if abs(air - wanted.degrees) <= Self.settledKelvin { isSettled = true }
        return granted
    }

    /// The duty that brings `air` to the set point, both in °C, before any limit.
    private mutating func demand(setPoint: Double, air: Double) -> Duty {
        switch configuration.regulation {
        case .model:
            let element = view.element.temperature?.degrees
            return regulator.demand(setPoint: setPoint, chamber: air, element: element)
        case .band:
            let width = settings.band.kelvins
            return bandRegulator.demand(setPoint: setPoint, air: air, width: width)
        }
    }

    private func indicators(at now: Instant) -> Indicators {
        .showing(
            step: steps,
            isLatched: latch.isLatched,
            isOn: settings.isOn,
            isDrying: drying.isRunning,
            volume: silence.isQuiet(about: latch.record?.number, at: now) ? 0 : settings.volume,
            brightness: settings.brightness
        )
    }

    private func snapshot(_ report: SwitchReport, at now: Instant) -> Snapshot {
        var snapshot = Snapshot()
        snapshot.at = now
        snapshot.step = steps
        snapshot.settings = settings
        snapshot.settingsChangedBy = settingsChangedBy
        snapshot.drying.isRunning = drying.isStarted
        snapshot.drying.remaining = drying.remaining
        snapshot.activity = activity
        snapshot.offReason = offReason
        snapshot.setPoint = setPoint
        snapshot.model = model
        snapshot.calibration = calibration.progress(at: now)
        snapshot.calibrationReport = calibrationReport
        snapshot.soak = soak.status(holdWatch, at: now)
        snapshot.chamber = view.chamber
        snapshot.chamberSecond = view.chamberSecond
        snapshot.element = view.element
        snapshot.offsets = probes.offsets
        snapshot.duty = commandedDuty
        snapshot.deliveredDuty = delivered.mean
        snapshot.isHeaterOn = report.isHeaterOn
        snapshot.isFanOn = report.isFanOn
        snapshot.isFoldedBack = foldback.isActive
        snapshot.latch = latch.record
        snapshot.isClearing = latch.isClearing
        snapshot.warnings = warnings
        snapshot.lease = lease.view(at: now)
        snapshot.guards = guardsInForce
        snapshot.boardGuards = configuration.guards
        snapshot.isSilenced = silence.isQuiet(about: latch.record?.number, at: now)
        snapshot.lowestTarget = limits.lowestTarget
        snapshot.bed = auto.fresh(at: now)
        snapshot.highestTarget = limits.highestTarget
        snapshot.longestDryingHours = limits.dryingHours
        snapshot.switchings = report.closures
        snapshot.heaterOnTime = report.onTime
        snapshot.energyWattHours = energyJoules / 3600
        return snapshot
    }

    private var activity: Snapshot.Activity {
        if latch.isLatched { return .latched }
        if calibration.isRunning { return .calibrating }
        if setPoint != nil { return isSettled ? .holding : .heating }
        if settings.isOn { return isVentilating ? .ventilating : .waiting }
        return fan.isAfterRun ? .coolingDown : .off
    }
}
