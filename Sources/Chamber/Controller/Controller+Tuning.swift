import SwitchCore

/// Numbers that a client may set: guards, band, volume and brightness.
extension Controller {
    /// Applies a set of numbers, each limited to the board's range.
    mutating func tune(
        _ tuning: Tuning,
        by requester: Requester,
        at now: Instant
    ) -> WishOutcome.Answer {
        var wasMoved = false
        let answer = change(by: requester, at: now) { controller in
            if let target = tuning.target {
                let held = controller.held(target)
                controller.settings.target = held.value
                wasMoved = wasMoved || held.wasMoved
            }
            if let band = tuning.band {
                controller.settings.band = controller.held(band: band)
                wasMoved = wasMoved || controller.settings.band != band
            }
            if let guards = tuning.guards {
                let board = controller.configuration.guards
                let held = guards.held(to: GuardBounds(board))
                controller.settings.guards = GuardOverrides(held, besides: board)
                wasMoved = wasMoved || held != guards
            }
        }
        return wasMoved ? .clamped : answer
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
