import SwitchCore

/// The snapshot at the end of a step.
extension Controller {
    mutating func snapshot(_ report: SwitchReport, at now: Instant) -> Snapshot {
        var snapshot = Snapshot()
        snapshot.at = now
        snapshot.step = intake.steps
        snapshot.settings = settings
        snapshot.settingsChangedBy = account.settingsChangedBy
        snapshot.drying.isRunning = demand.drying.isStarted
        snapshot.drying.target =
            demand.drying.isStarted
            ? demand.drying.target
            : settings.dryingTarget.clamped(to: limits.lowestTarget...limits.highestTarget)
        snapshot.drying.remaining = demand.drying.remaining
        snapshot.drying.length =
            demand.drying.isStarted ? demand.drying.length ?? dryingLength : dryingLength
        snapshot.activity = activity
        snapshot.offReason = account.offReason
        snapshot.setPoint = phase.setPoint
        snapshot.activitySince = account.since(snapshot.activity, phase.setPoint, at: now)
        snapshot.model = learning.model
        snapshot.calibrationState = calibrationState
        snapshot.calibration = learning.calibration.progress(at: now)
        snapshot.calibrationReport = learning.calibrationReport
        snapshot.readyIn = demand.readyIn(at: now)
        snapshot.outlook = demand.outlook
        snapshot.soak = learning.soak.status(learning.holdWatch, at: now)
        snapshot.chamber = intake.view.chamber
        snapshot.chamberSecond = intake.view.chamberSecond
        snapshot.element = intake.view.element
        snapshot.offsets = intake.probes.offsets
        snapshot.contacts.fitted = configuration.contacts
        snapshot.contacts.open = intake.openContacts
        snapshot.duty = demand.commandedDuty
        snapshot.deliveredDuty = intake.delivered.mean
        snapshot.isHeaterOn = report.isHeaterOn
        snapshot.isFanOn = report.isFanOn
        snapshot.isFoldedBack = protection.foldback.isActive
        snapshot.latch = protection.latch.record
        snapshot.isClearing = protection.latch.isClearing
        snapshot.warnings = protection.warnings
        snapshot.lease = protection.rules.leaseExpired.status(at: now)
        snapshot.guards = settings.guards.applied(to: configuration.guards)
        snapshot.boardGuards = configuration.guards
        snapshot.isSilenced = isSilenced(at: now)
        snapshot.lowestTarget = limits.lowestTarget
        snapshot.bed = demand.auto.fresh(at: now)
        snapshot.highestTarget = limits.highestTarget
        snapshot.highestReachable = learning.highestReachable(limits)
        snapshot.longestDryingHours = limits.dryingHours
        snapshot.switchings = report.closures
        snapshot.health.figures = learning.health.newest
        snapshot.health.lastRun = learning.health.lastRun
        snapshot.health.runs = learning.health.runs
        snapshot.health.switchings = account.relayLife.switchings
        snapshot.health.ratedSwitchings = configuration.ratedSwitchings
        snapshot.heaterOnTime = report.onTime
        snapshot.energyWattHours = account.energyJoules / 3600
        return snapshot
    }

    /// How well this heater is known.
    var calibrationState: CalibrationState {
        mutating get {
            CalibrationState(
                learning.model,
                isProvisional: learning.isProvisional,
                hasElementProbe: configuration.element != nil
            )
        }
    }

    private var activity: Snapshot.Activity {
        mutating get {
            switch phase {
            case .off: demand.isAfterRun ? .coolingDown : .off
            case .waiting: .waiting
            case .ventilating: .ventilating
            case .heating: .heating
            case .holding: .holding
            case .paused: .paused
            case .calibrating: .calibrating
            case .latched: .latched
            }
        }
    }

    /// Whether a client has silenced the buzzer for the latched fault.
    mutating func isSilenced(at now: Instant) -> Bool {
        account.silence.isQuiet(about: protection.latch.record?.number, at: now)
    }
}
