package import SwitchCore

/// The numbers of the guard rules that a board may choose. The reefnet protocol has the same ones under
/// these names.
package struct GuardParameters: Codable, Equatable, Sendable {
    /// Two chamber probes may differ by this much (`safety.probe_mismatch`).
    package var probeTolerance = TemperatureDelta(5)
    /// While idle, this time without a good sample raises a warning (`safety.probe_dual_failure`).
    package var probeTimeout = Duration.seconds(45)
    /// More than this above the set point, the chamber may not rise further (`safety.thermal_runaway`).
    package var runawayDelta = TemperatureDelta(5)
    /// Full power without a rise for this long ends the heat (`safety.heater_overrun`).
    package var longestFullPower = Duration.minutes(45)
    /// Without an element probe: a rise without power by this much within ``stuckRelayWindow`` means a
    /// welded relay (`safety.relay_stuck`).
    package var stuckRelayDelta = TemperatureDelta(1)
    /// The time in which that rise counts.
    package var stuckRelayWindow = Duration.seconds(60)

    /// The defaults of a chamber board.
    package init() {}
}

/// The range in which a remote client may move each guard number: a guard can act sooner than the board
/// file says, never later. The other ends of the ranges are those of the reefnet protocol.
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
    /// From the board's number to 600 s: a longer window is stricter, because a slower rise counts.
    package let stuckRelayWindow: ClosedRange<Duration>

    /// The ranges on this board.
    package init(_ board: GuardParameters) {
        probeTolerance = Self.range(TemperatureDelta(0.1), board.probeTolerance)
        probeTimeout = Self.range(.seconds(5), board.probeTimeout)
        runawayDelta = Self.range(TemperatureDelta(0.5), board.runawayDelta)
        longestFullPower = Self.range(.minutes(1), board.longestFullPower)
        stuckRelayDelta = Self.range(TemperatureDelta(0.1), board.stuckRelayDelta)
        stuckRelayWindow = Self.range(board.stuckRelayWindow, .seconds(600))
    }

    /// A board beyond the protocol's end leaves no choice.
    private static func range<Value: Comparable>(
        _ least: Value,
        _ most: Value
    ) -> ClosedRange<Value> {
        min(least, most)...most
    }
}

extension GuardParameters {
    /// These numbers, each limited to `bounds`.
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

/// A client's changes to ``GuardParameters``; `nil`: in the settings the board's number holds, in a
/// wish the number stays as it is.
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

    /// The numbers in `parameters` that differ from the board's.
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

    /// `parameters` with these numbers in place of theirs, not yet limited to any range.
    package func merged(into parameters: GuardParameters) -> GuardParameters {
        var merged = parameters
        merged.probeTolerance = probeTolerance ?? parameters.probeTolerance
        merged.probeTimeout = probeTimeout ?? parameters.probeTimeout
        merged.runawayDelta = runawayDelta ?? parameters.runawayDelta
        merged.longestFullPower = longestFullPower ?? parameters.longestFullPower
        merged.stuckRelayDelta = stuckRelayDelta ?? parameters.stuckRelayDelta
        merged.stuckRelayWindow = stuckRelayWindow ?? parameters.stuckRelayWindow
        return merged
    }

    /// The numbers in force on `board`, never looser than its own.
    func applied(to board: GuardParameters) -> GuardParameters {
        merged(into: board).held(to: GuardBounds(board))
    }
}

extension Comparable {
    fileprivate func held(to range: ClosedRange<Self>) -> Self {
        min(max(self, range.lowerBound), range.upperBound)
    }
}
