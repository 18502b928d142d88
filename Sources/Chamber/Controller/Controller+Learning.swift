import SwitchCore

/// Learning in hold, and soaking: both watch the duty that holding takes.
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
        note(.soakEnded(learning.soak.elapsed(at: now), isSkipped: true), by: requester, at: now)
        return .applied
    }

    /// Watches this step's duty; learns from a full minute.
    mutating func watchHold(_ report: SwitchReport, at now: Instant) {
        let learned = learning.watch(
            phase.setPoint,
            intake.view,
            onTime: report.onTime,
            isHeating: report.isHeaterOn || demand.commandedDuty > .off,
            isDisturbed: protection.foldback.isActive || phase.isPaused,
            isHelped: demand.auto.fresh(at: now)?.isHot ?? false,
            at: now
        )
        if let learned {
            adopt(learned.new)
            note(.modelAdopted(learned), at: now)
        }
        if learning.stepSoak(phase, at: now) {
            note(.soakEnded(learning.soak.elapsed(at: now), isSkipped: false), at: now)
        }
    }
}
