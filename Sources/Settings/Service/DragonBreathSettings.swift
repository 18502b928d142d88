import Schema

/// What the service file's section `[dragonbreath]` says.
package struct DragonBreathSettings: Equatable, Sendable {
    /// How long heat outlives the last heartbeat of the client that asked for it.
    package var heatTerm = Duration.seconds(120)

    /// The defaults.
    package init() {}

    /// The section's keys.
    static let section = SettingsSection<DragonBreathSettings>(
        "dragonbreath",
        meaning: "The interface of DragonBreath, the open ESP32 firmware, at /api/v2.",
        [
            Setting(
                .lease(
                    meaning:
                        "Heat that a client of this interface asked for ends when no heartbeat "
                        + "came for so many seconds. Left out, 120."
                ),
                \.heatTerm
            )
        ]
    )
}
