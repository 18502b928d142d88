import Chamber
import SwitchCore

/// Guards' numbers that somebody has set, which the controller holds to its board's; a number that nobody
/// has set is stored as NULL.
extension SettingsTable {
    /// Wide enough for every board: the controller knows its own bounds.
    private static let differences = TemperatureDelta(0)...TemperatureDelta(10)
    private static let times = Duration.zero...Duration.hours(2)

    static func guards(_ values: inout NamedValues) -> GuardOverrides {
        var guards = GuardOverrides()
        guards.probeTolerance = values.difference("guard_probe_tolerance", in: differences)
        guards.probeTimeout = values.time("guard_probe_timeout_s", in: times)
        guards.runawayDelta = values.difference("guard_runaway_delta", in: differences)
        guards.longestFullPower = values.time("guard_max_heater_on_s", in: times)
        guards.stuckRelayDelta = values.difference("guard_stuck_relay_delta", in: differences)
        guards.stuckRelayWindow = values.time("guard_stuck_relay_window_s", in: times)
        return guards
    }

    static func values(of guards: GuardOverrides) -> [(name: String, value: SQLValue)] {
        [
            ("guard_probe_tolerance", SQLValue(guards.probeTolerance?.kelvins)),
            ("guard_probe_timeout_s", SQLValue(guards.probeTimeout?.inSeconds)),
            ("guard_runaway_delta", SQLValue(guards.runawayDelta?.kelvins)),
            ("guard_max_heater_on_s", SQLValue(guards.longestFullPower?.inSeconds)),
            ("guard_stuck_relay_delta", SQLValue(guards.stuckRelayDelta?.kelvins)),
            ("guard_stuck_relay_window_s", SQLValue(guards.stuckRelayWindow?.inSeconds)),
        ]
    }
}

extension NamedValues {
    /// A difference of temperatures within `range`; `nil` where none is stored.
    mutating func difference(
        _ name: String,
        in range: ClosedRange<TemperatureDelta>
    ) -> TemperatureDelta? {
        number(name, in: range.lowerBound.kelvins...range.upperBound.kelvins)
            .map { TemperatureDelta($0) }
    }

    /// A time within `range`; `nil` where none is stored.
    mutating func time(_ name: String, in range: ClosedRange<Duration>) -> Duration? {
        number(name, in: range.lowerBound.inSeconds...range.upperBound.inSeconds)
            .map { .seconds($0) }
    }
}
