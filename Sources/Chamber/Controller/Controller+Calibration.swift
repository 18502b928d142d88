import SwitchCore

/// Calibration: how it starts, ends and runs.
extension Controller {
    /// The largest difference between element and chamber at rest, in K: the tolerance of two
    /// thermistors of 1 % with their dividers.
    private static var restExcessKelvin: Double { 3 }
    /// The warmest chamber, in °C, that leaves room for a usable curve below the limits.
    private static var warmestStart: Double { 40 }

    /// Starts a calibration unless something forbids it; it turns the power on itself.
    mutating func calibrate(
        _ envelope: WishEnvelope,
        at now: Instant
    ) -> WishOutcome.Answer {
        if let refusal = refusalOfPower { return .refused(refusal) }
        if learning.calibration.isRunning {
            return renewLease(by: envelope.requester, at: now)
        }
        guard !settings.isOn else { return .refused(.powerIsOn) }
        guard !intake.openContacts[.door] else { return .refused(.doorIsOpen) }
        guard let air = intake.view.air, intake.view.isComplete else { return .refused(.noReading) }
        let element = intake.view.element.temperature?.degrees
        guard !isBedHelping(at: now) else { return .refused(.bedIsHot) }
        guard air <= Self.warmestStart, abs((element ?? air) - air) <= Self.restExcessKelvin else {
            return .refused(.notAtRest)
        }
        let answer = powerOn(envelope, at: now)
        guard settings.isOn else { return answer }
        learning.calibration.begin(hasElement: element != nil, at: now)
        record(.calibrationStarted, by: envelope.requester, at: now)
        return .applied
    }

    /// Whether the printer prints or heats its bed.
    private func isBedHelping(at now: Instant) -> Bool {
        demand.auto.fresh(at: now).map { $0.isPrinting || $0.isHot } ?? false
    }

    /// Ends a calibration on request, and turns the power off.
    mutating func stopCalibration(by requester: Requester, at now: Instant) -> WishOutcome.Answer {
        guard learning.calibration.isRunning else { return .unchanged }
        powerOff(because: .wish, by: requester, at: now)
        return .applied
    }

    /// Returns to the board file's numbers; the first warm-up may then measure the heater again.
    mutating func forgetCalibration(by requester: Requester, at now: Instant) -> WishOutcome.Answer
    {
        guard !settings.isOn else { return .refused(.heatIsOn) }
        guard learning.model != configuration.model || learning.isProvisional else {
            return .unchanged
        }
        learning.forget(
            configuration.model,
            hasElementProbe: configuration.element != nil,
            at: now
        )
        demand.adopt(configuration.model)
        record(.calibrationForgotten, by: requester, at: now)
        return .applied
    }

    /// Ends a calibration from outside, without a model; the old model stays.
    mutating func abortCalibration(
        because failure: CalibrationFailure,
        by requester: Requester,
        at now: Instant
    ) {
        guard learning.calibration.isRunning else { return }
        let figures = learning.calibration.figures
        learning.calibration.stop()
        report(failure, figures, by: requester, at: now)
    }

    /// Ends a calibration because a client wants other heat or another mode. The power goes off first,
    /// so that the wish meets the same state as without a calibration.
    mutating func giveUpCalibration(
        for requester: Requester,
        unless isWithoutEffect: Bool = false,
        at now: Instant
    ) {
        guard learning.calibration.isRunning, !isWithoutEffect else { return }
        abortCalibration(because: .heatWanted, by: requester, at: now)
        powerOff(because: .wish, by: requester, at: now)
    }

    /// Ends a calibration when the door opens or the printer starts: its figures would describe another
    /// chamber.
    mutating func endDisturbedCalibration(at now: Instant) {
        guard learning.calibration.isRunning else { return }
        let isDoorOpen = intake.openContacts[.door]
        guard isDoorOpen || isBedHelping(at: now) else { return }
        abortCalibration(
            because: isDoorOpen ? .heatEscapes : .bedHot,
            by: .controller,
            at: now
        )
        powerOff(because: .calibrationOver, by: .controller, at: now)
    }

    private mutating func report(
        _ failure: CalibrationFailure?,
        _ figures: CalibrationFigures,
        by requester: Requester,
        at now: Instant
    ) {
        learning.calibrationReport = CalibrationReport(failure: failure, figures: figures)
        if let failure { record(.calibrationFailed(failure, figures), by: requester, at: now) }
    }

    /// The duty of a running calibration; ends the calibration when its time is over.
    mutating func demandOfCalibration(_ report: SwitchReport, at now: Instant) -> Duty {
        guard learning.calibration.isRunning, let air = intake.view.air, intake.view.isComplete
        else { return .off }
        let answer = learning.calibration.step(
            air: air,
            element: intake.view.element.temperature?.degrees,
            onTime: report.onTime,
            foldback: limits.elementFoldback.degrees,
            at: now
        )
        switch answer {
        case .nothing:
            return .off
        case .heat:
            return protection.mustHold(intake.probes, limits, at: now) ? .off : .full
        case .ended:
            endCalibration(at: now)
            return .off
        }
    }

    private mutating func endCalibration(at now: Instant) {
        let figures = learning.calibration.figures
        let verdict = learning.calibration.judge(
            figures,
            old: learning.model,
            board: configuration.model,
            heaterPowerWatts: configuration.heaterPowerWatts
        )
        switch verdict {
        case .refused(let failure):
            report(failure, figures, by: .controller, at: now)
        case .learned(let new):
            let change = ModelChange(
                old: learning.model,
                new: new,
                cause: .calibration,
                quality: figures.quality
            )
            adoptCalibration(new, at: now)
            report(nil, figures, by: .controller, at: now)
            record(.modelAdopted(change), at: now)
        }
        powerOff(because: .calibrationOver, by: .controller, at: now)
        enter(.off)
    }
}

extension OffReason {
    /// How a calibration ends when the power goes off for this reason.
    var calibrationFailure: CalibrationFailure {
        switch self {
        case .wish: .stopped
        case .fault: .fault
        case .leaseExpired: .leaseExpired
        case .boot, .sessionLimit, .overrun, .clock, .calibrationOver, .heatBalance: .turnedOff
        }
    }
}
