import SwitchCore

/// Numbers that a client may set: guards, band, volume and brightness.
extension Controller {
    /// Merges a set of numbers into the present ones, each limited to the board's range; all of them
    /// or, where the ends of a band contradict each other, none.
    mutating func tune(
        _ tuning: Tuning,
        _ envelope: WishEnvelope,
        at now: Instant
    ) -> WishOutcome.Answer {
        let before = settings.target
        guard let band = band(after: tuning, at: now) else {
            // Off is off, whatever stands beside it.
            if tuning.turnsOff {
                powerOff(because: .wish, by: envelope.requester, at: now)
            }
            return .refused(.outOfRange)
        }
        var wasMoved = band.wasMoved
        let answer = change(by: envelope.requester, at: now) { controller in
            controller.settings.target = band.target
            controller.settings.band = band.width
            guard tuning.guards != GuardOverrides() else { return }
            let board = controller.configuration.guards
            let asked = tuning.guards.merged(into: controller.guardsInForce)
            let held = asked.held(to: GuardBounds(board))
            controller.settings.guards = GuardOverrides(held, besides: board)
            wasMoved = wasMoved || held != asked
        }
        if tuning.isHeating, let target = tuning.target {
            let power = power(after: target, from: before, envelope, at: now)
            if case .refused = power { return power }
        }
        return wasMoved ? .clamped : answer
    }

    /// Target and width once `tuning` is merged in: first its target, then its width, then its ends;
    /// `nil`: the ends contradict each other.
    private mutating func band(
        after tuning: Tuning,
        at now: Instant
    ) -> (target: Celsius, width: TemperatureDelta, wasMoved: Bool)? {
        var (target, width, wasMoved) = (settings.target, settings.band, false)
        if let asked = tuning.target { (target, wasMoved) = held(asked) }
        if let asked = tuning.band {
            width = held(band: asked)
            wasMoved = wasMoved || width != asked
        }
        guard tuning.lowerEnd != nil || tuning.upperEnd != nil else {
            return (target, width, wasMoved)
        }
        let (lower, upper) = (tuning.lowerEnd.map { held($0) }, tuning.upperEnd.map { held($0) })
        wasMoved = wasMoved || lower?.wasMoved == true || upper?.wasMoved == true
        let ends = demand.bandEnds.receive(
            lower: lower?.value,
            upper: upper?.value,
            current: SetpointBand(around: target, width: width),
            at: now
        )
        switch ends {
        case .reversed:
            return nil
        case .waiting:
            return (target, width, wasMoved)
        case .band(let band):
            let width = held(band: band.width)
            return (held(band.middle).value, width, wasMoved || !band.isPossible)
        }
    }

    /// Turns the power on for a new target, or off for one of at most ``Tuning/off``. A target that
    /// stays as it is turns nothing on: what was turned off at the heater stays off.
    private mutating func power(
        after target: Celsius,
        from before: Celsius,
        _ envelope: WishEnvelope,
        at now: Instant
    ) -> WishOutcome.Answer {
        if target <= Tuning.off {
            powerOff(because: .wish, by: envelope.requester, at: now)
            return .applied
        }
        guard settings.target != before else { return .unchanged }
        return heat(to: settings.target, envelope, at: now)
    }

    mutating func setPercent(
        _ percent: Int,
        _ field: WritableKeyPath<OperatingSettings, Int>,
        by requester: Requester,
        at now: Instant
    ) -> WishOutcome.Answer {
        let held = min(max(percent, 0), 100)
        let answer = change(by: requester, at: now) { $0.settings[keyPath: field] = held }
        return held == percent ? answer : .clamped
    }

    /// The guard numbers in force.
    var guardsInForce: GuardParameters {
        settings.guards.applied(to: configuration.guards)
    }

    func held(band: TemperatureDelta) -> TemperatureDelta {
        min(max(band, Tuning.bands.lowerBound), Tuning.bands.upperBound)
    }
}
