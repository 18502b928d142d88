package import Chamber
import SwitchCore

/// What the settings were before a change, and after. Plain values, so that the beat can hand it over.
package struct SettingsChange: Equatable, Sendable {
    /// The settings and corrections before.
    package var old: Side
    /// The same after.
    package var new: Side

    /// The settings and corrections at one time.
    package struct Side: Equatable, Sendable {
        /// The settings in force.
        package let settings: OperatingSettings
        /// The corrections of the probes.
        package let offsets: ProbeOffsets

        package init(_ settings: OperatingSettings, _ offsets: ProbeOffsets) {
            self.settings = settings
            self.offsets = offsets
        }
    }

    package init(from old: Side, to new: Side) {
        self.old = old
        self.new = new
    }

    /// What changed, from what to what, for a person; `nil`: nothing that has words.
    package var words: String? {
        let (before, after) = (old.settings, new.settings)
        var parts: [String?] = []
        parts.append(Self.part("mode", before.mode.title, after.mode.title))
        parts.append(Self.part("target", Self.degrees(before.target), Self.degrees(after.target)))
        parts.append(
            Self.part("drying programme", before.dryingPreset.word, after.dryingPreset.word)
        )
        parts.append(
            Self.part(
                "drying",
                Self.degrees(before.customDryingTarget),
                Self.degrees(after.customDryingTarget)
            )
        )
        parts.append(
            Self.part(
                "drying time",
                Self.hours(before.customDryingLength),
                Self.hours(after.customDryingLength)
            )
        )
        parts.append(
            Self.part(
                "fan from a bed of",
                Self.degrees(before.fanBedThreshold),
                Self.degrees(after.fanBedThreshold)
            )
        )
        parts.append(
            Self.part(
                "heat from a bed of",
                Self.degrees(before.heatBedThreshold),
                Self.degrees(after.heatBedThreshold)
            )
        )
        parts.append(Self.part("volume", "\(before.volume) %", "\(after.volume) %"))
        parts.append(Self.part("brightness", "\(before.brightness) %", "\(after.brightness) %"))
        if before.band != after.band || before.guards != after.guards {
            parts.append("limits of the guards or the setpoint band")
        }
        for probe in ProbeName.allCases {
            parts.append(
                Self.part(
                    "correction of the \(probe.title)",
                    "\(old.offsets[probe].kelvins.fixed(1)) K",
                    "\(new.offsets[probe].kelvins.fixed(1)) K"
                )
            )
        }
        let known = parts.compactMap { $0 }
        return known.isEmpty ? nil : known.joined(separator: ", ")
    }

    private static func degrees(_ temperature: Celsius) -> String {
        temperature.degrees.fixed(1) + " °C"
    }

    private static func hours(_ time: Duration) -> String {
        let minutes = time.components.seconds / 60
        return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
    }

    private static func part(_ name: String, _ before: String, _ after: String) -> String? {
        before == after ? nil : "\(name) from \(before) to \(after)"
    }
}
