package import SwitchCore

/// The numbers of the guard rules that a board may choose. Their names are those of the reefnet protocol,
/// which has them too.
package struct GuardParameters: Codable, Equatable, Sendable {
    /// Two chamber probes may differ by this (`safety.probe_mismatch`).
    package var probeTolerance = TemperatureDelta(5)
    /// This time without a good sample, while idle, is worth a warning (`safety.probe_dual_failure`).
    package var probeTimeout = Duration.seconds(45)
    /// This far above the set point the chamber may not rise further (`safety.thermal_runaway`).
    package var runawayDelta = TemperatureDelta(5)
    /// Full power without effect for this long ends the heat (`safety.heater_overrun`).
    package var longestFullPower = Duration.minutes(45)
    /// Without an element probe: the rise without power that means a relay that has welded, and the
    /// time that it may take (`safety.relay_stuck`).
    package var stuckRelayDelta = TemperatureDelta(1)
    /// The time that this rise may take.
    package var stuckRelayWindow = Duration.seconds(60)

    /// The defaults of a chamber board.
    package init() {}
}

/// How far somebody who is not at the board may move each of its guards' numbers: a guard can be made
/// to speak up sooner than the board file says, never later. The other ends are those of the reefnet
/// protocol.
package struct GuardBounds: Equatable, Sendable {
    /// From 0.1 K to the board's number.
    package let probeTolerance: ClosedRange<TemperatureDelta>
    /// From 5 s to the board's number.
    package let probeTimeout: ClosedRange<Duration>
    /// From 0.5 K to the board's number.
    package let runawayDelta: ClosedRange<TemperatureDelta>
    /// From a minute to the board's number.
    package let longestFullPower: ClosedRange<Duration>
    /// From 0.1 K to the board's number.
    package let stuckRelayDelta: ClosedRange<TemperatureDelta>
    /// The one number that guards more closely when it grows: a slow rise counts too.
    package let stuckRelayWindow: ClosedRange<Duration>

    /// What may be chosen on this board.
    package init(_ board: GuardParameters) {
        probeTolerance = Self.range(TemperatureDelta(0.1), board.probeTolerance)
        probeTimeout = Self.range(.seconds(5), board.probeTimeout)
        runawayDelta = Self.range(TemperatureDelta(0.5), board.runawayDelta)
        longestFullPower = Self.range(.minutes(1), board.longestFullPower)
        stuckRelayDelta = Self.range(TemperatureDelta(0.1), board.stuckRelayDelta)
        stuckRelayWindow = Self.range(board.stuckRelayWindow, .seconds(600))
    }

    /// A board that is beyond the protocol's end already leaves nothing to choose.
    private static func range<Value: Comparable>(
        _ least: Value,
        _ most: Value
    ) -> ClosedRange<Value> {
        min(least, most)...most
    }
}

extension GuardParameters {
    /// These numbers, each brought within `bounds`.
    package func held(to bounds: GuardBounds) -> GuardParameters {
        var held = self
        held.probeTolerance = probeTolerance.held(to: bounds.probeTolerance)
        held.probeTimeout = probeTimeout.held(to: bounds.probeTimeout)
        held.runawayDelta = runawayDelta.held(to: bounds.runawayDelta)
        held.longestFullPower = longestFullPower.held(to: bounds.longestFullPower)
        held.stuckRelayDelta = stuckRelayDelta.held(to: bounds.stuckRelayDelta)
        held.stuckRelayWindow = stuckRelayWindow.held(to: bounds.stuckRelayWindow)
        return held
    }
}

/// What somebody has set of a board's ``GuardParameters``; `nil`: the board's number holds.
package struct GuardOverrides: Codable, Equatable, Sendable {
    /// In place of ``GuardParameters/probeTolerance``.
    package var probeTolerance: TemperatureDelta?
    /// In place of ``GuardParameters/probeTimeout``.
    package var probeTimeout: Duration?
    /// In place of ``GuardParameters/runawayDelta``.
    package var runawayDelta: TemperatureDelta?
    /// In place of ``GuardParameters/longestFullPower``.
    package var longestFullPower: Duration?
    /// In place of ``GuardParameters/stuckRelayDelta``.
    package var stuckRelayDelta: TemperatureDelta?
    /// In place of ``GuardParameters/stuckRelayWindow``.
    package var stuckRelayWindow: Duration?

    package init() {}

    /// What `parameters` have that is not the board's own.
    init(_ parameters: GuardParameters, besides board: GuardParameters) {
        func own<Value: Equatable>(_ field: KeyPath<GuardParameters, Value>) -> Value? {
            let value = parameters[keyPath: field]
            return value == board[keyPath: field] ? nil : value
        }
        probeTolerance = own(\.probeTolerance)
        probeTimeout = own(\.probeTimeout)
        runawayDelta = own(\.runawayDelta)
        longestFullPower = own(\.longestFullPower)
        stuckRelayDelta = own(\.stuckRelayDelta)
        stuckRelayWindow = own(\.stuckRelayWindow)
    }

    /// The numbers in force on `board`: never looser than its own.
    func applied(to board: GuardParameters) -> GuardParameters {
        var parameters = board
        parameters.probeTolerance = probeTolerance ?? board.probeTolerance
        parameters.probeTimeout = probeTimeout ?? board.probeTimeout
        parameters.runawayDelta = runawayDelta ?? board.runawayDelta
        parameters.longestFullPower = longestFullPower ?? board.longestFullPower
        parameters.stuckRelayDelta = stuckRelayDelta ?? board.stuckRelayDelta
        parameters.stuckRelayWindow = stuckRelayWindow ?? board.stuckRelayWindow
        return parameters.held(to: GuardBounds(board))
    }
}

extension Comparable {
    fileprivate func held(to range: ClosedRange<Self>) -> Self {
        min(max(self, range.lowerBound), range.upperBound)
    }
}
