package import Chamber
import SwitchCore

/// What is remembered of the controller's settings.
package struct StoredSettings: Equatable, Sendable {
    /// `isOn` is always `false` here: heat never resumes on its own.
    package let settings: OperatingSettings
    /// The remaining time of a drying run; zero: none runs.
    package let dryingRemaining: Duration
    /// What is added to each probe's reading.
    package let offsets: ProbeOffsets
    /// How many times the heater's relay has closed in its life.
    package let relaySwitchings: UInt64
    /// Mode auto is on, and may be turned on again at the next start (`resume_auto`).
    package let resumesAuto: Bool

    /// Turns the power off in `settings`.
    package init(
        _ settings: OperatingSettings,
        dryingRemaining: Duration,
        offsets: ProbeOffsets,
        relaySwitchings: UInt64,
        resumesAuto: Bool = false
    ) {
        var off = settings
        off.isOn = false
        self.settings = off
        self.dryingRemaining = dryingRemaining
        self.offsets = offsets
        self.relaySwitchings = relaySwitchings
        self.resumesAuto = resumesAuto
    }

    /// Whether only the remaining time of a drying run and the relay's count differ, which are not
    /// worth a write each second.
    func isSame(exceptForCounts other: StoredSettings) -> Bool {
        settings == other.settings && offsets == other.offsets && resumesAuto == other.resumesAuto
    }
}

/// The table `settings`.
enum SettingsTable {
    private static let name = "settings"

    /// The settings, each value checked, and what was wrong.
    static func read(
        from database: Database
    ) throws(StoreError) -> (settings: StoredSettings, notes: [String]) {
        var values = try NamedValues(name, in: database)
        let factory = OperatingSettings()
        let targets = Celsius(0)...Ceilings.target
        let longestHours = Int64(Ceilings.dryingHours)

        var settings = OperatingSettings()
        settings.mode = values.choice("mode", default: factory.mode)
        settings.target = values.temperature("target", in: targets, default: factory.target)
        // The ranges of the bed's thresholds are those of the wishes that set them.
        settings.fanBedThreshold = values.temperature(
            "fan_bed_threshold",
            in: Celsius(0)...Celsius(120),
            default: factory.fanBedThreshold
        )
        settings.heatBedThreshold = values.temperature(
            "heat_bed_threshold",
            in: Celsius(40)...Celsius(120),
            default: factory.heatBedThreshold
        )
        settings.dryingPreset = values.choice("drying_preset", default: factory.dryingPreset)
        settings.customDryingTarget = values.temperature(
            "custom_drying_target",
            in: targets,
            default: factory.customDryingTarget
        )
        settings.customDryingHours = Int(
            values.whole(
                "custom_drying_hours",
                in: 1...longestHours,
                default: Int64(factory.customDryingHours)
            )
        )
        let minutes = Int(values.whole("custom_drying_minutes", in: 0...59, default: 0))
        settings.customDryingMinutes = minutes == 0 ? nil : minutes
        settings.band = values.difference("band", in: Tuning.bands) ?? factory.band
        settings.guards = guards(&values)
        settings.volume = Int(values.whole("volume", in: 0...100, default: Int64(factory.volume)))
        settings.brightness = Int(
            values.whole("brightness", in: 0...100, default: Int64(factory.brightness))
        )
        let remaining = values.whole("drying_remaining_s", in: 0...longestHours * 3600, default: 0)

        var offsets = ProbeOffsets()
        for probe in ProbeName.allCases {
            offsets[probe] = values.offset("offset_" + probe.word)
        }
        let stored = StoredSettings(
            settings,
            dryingRemaining: .seconds(remaining),
            offsets: offsets,
            relaySwitchings: UInt64(
                values.whole("relay_switchings", in: 0...Int64.max, default: 0)
            ),
            resumesAuto: values.flag("resume_auto", default: false)
        )
        return (stored, values.notes)
    }

    /// Writes all settings. Belongs in a transaction.
    static func write(_ stored: StoredSettings, to database: Database) throws(StoreError) {
        let settings = stored.settings
        var values: [(name: String, value: SQLValue)] = [
            ("mode", .text(settings.mode.word)),
            ("target", .real(settings.target.degrees)),
            ("fan_bed_threshold", .real(settings.fanBedThreshold.degrees)),
            ("heat_bed_threshold", .real(settings.heatBedThreshold.degrees)),
            ("drying_preset", .text(settings.dryingPreset.word)),
            ("custom_drying_target", .real(settings.customDryingTarget.degrees)),
            ("custom_drying_hours", .integer(Int64(settings.customDryingHours))),
            ("custom_drying_minutes", .integer(Int64(settings.customDryingMinutes ?? 0))),
            ("band", .real(settings.band.kelvins)),
            ("volume", .integer(Int64(settings.volume))),
            ("brightness", .integer(Int64(settings.brightness))),
            ("drying_remaining_s", .integer(stored.dryingRemaining.components.seconds)),
            ("relay_switchings", .integer(Int64(clamping: stored.relaySwitchings))),
            ("resume_auto", .integer(stored.resumesAuto ? 1 : 0)),
        ]
        values += Self.values(of: settings.guards)
        for probe in ProbeName.allCases {
            values.append(("offset_" + probe.word, .real(stored.offsets[probe].kelvins)))
        }
        try NamedValues.write(values, to: name, in: database)
    }
}

/// Guard parameters that somebody has set, which the controller holds to its board's; one that
/// nobody has set is stored as NULL.
extension SettingsTable {
    /// Wide enough for every board: the controller applies its own bounds.
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
