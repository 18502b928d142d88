import SwitchCore

/// Learning in hold, and soaking: both watch the duty that holding takes.
extension Controller {
    /// Element and chamber closer than this are at rest, in K, where a session begins.
    private static var restKelvin: Double { 1.5 }
    /// The heater has to have been off for this time before the chamber counts as the room.
    private static var restTime: Duration { .minutes(45) }

    /// Holds `target` and waits until the duty has settled.
    mutating func soak(
        at target: Celsius,
        _ envelope: WishEnvelope,
        at now: Instant
    ) -> WishOutcome.Answer {
        let answer = heat(to: target, envelope, at: now)
        if case .refused = answer { return answer }
        soak.begin(at: now)
        return answer == .clamped ? .clamped : .applied
    }

    mutating func skipSoak(by requester: Requester, at now: Instant) -> WishOutcome.Answer {
        guard soak.skip() else { return .unchanged }
        note(.soakEnded(soak.elapsed(at: now), isSkipped: true), by: requester, at: now)
        return .applied
    }

    /// Watches this step's duty; learns from a full minute.
    mutating func watchHold(setPoint: Celsius?, _ report: SwitchReport, at now: Instant) {
        if setPoint != watchedSetPoint {
            if watchedSetPoint == nil { learner.begin(room: roomAtRest(at: now)) }
            learner.forgetLessons()
            watchedSetPoint = setPoint
        }
        noteRest(report, at: now)
        // A hot bed heats the chamber too: what holding takes then says nothing of the next time.
        let isBedHot = auto.fresh(at: now)?.isHot ?? false
        let isMinuteFull = holdWatch.step(
            setPoint: setPoint,
            air: view.air,
            isDisturbed: foldback.isActive,
            onTime: report.onTime,
            at: now
        )
        if isMinuteFull, !isBedHot, let change = learner.takeMinute(holdWatch, model) {
            adopt(change.new)
            note(.modelAdopted(change), at: now)
        }
        let isDone = soak.step(
            setPoint: setPoint,
            isSettled: isSettled,
            watch: holdWatch,
            at: now
        )
        if isDone { note(.soakEnded(soak.elapsed(at: now), isSkipped: false), at: now) }
    }

    /// Remembers when the heater was on last.
    private mutating func noteRest(_ report: SwitchReport, at now: Instant) {
        if report.isHeaterOn || commandedDuty > .off { heaterWasOnAt = now }
    }

    /// The room's temperature in °C, where everything has been at rest for long; `nil` where not. A
    /// controller that has just started does not know how long that was: only the board's numbers tell.
    private func roomAtRest(at now: Instant) -> Double? {
        guard let air = view.air, now.duration(since: heaterWasOnAt) >= Self.restTime else {
            return nil
        }
        let element = view.element.temperature?.degrees ?? air
        return abs(element - air) <= Self.restKelvin ? air : nil
    }
}
