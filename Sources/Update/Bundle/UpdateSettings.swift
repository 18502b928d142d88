package import Schema

/// What the owner allows of updates.
package struct UpdateSettings: Equatable, Sendable {
    /// An older version may replace a newer one.
    package var allowsDowngrade = false
    /// Where trusted public keys lie: the package's own first, then the owner's.
    package var keyFolders = KeyRing.folders
    /// How long a new version must run well before it stays.
    package var trial = TrialJudge.standard

    /// The defaults.
    package init() {}

    /// The section `[update]` of the service file: which updates are accepted, and how long a new version is on trial.
    package static let section = SettingsSection<UpdateSettings>(
        "update",
        meaning: "Which new versions that arrive over the network are accepted.",
        [
            Setting(
                .yesOrNo(
                    "allow_downgrade",
                    meaning: "An update may be older than what runs, or the same. Left out, no."
                ),
                \.allowsDowngrade
            ),
            Setting(
                Field<String>.path(
                    "keys",
                    allowed: "a folder's path from the root",
                    meaning: "A folder with public keys (*.pub) that updates may be signed with, "
                        + "besides those of the package. Anyone who can write there can replace "
                        + "Hearth. Left out, /etc/hearth/keys."
                ).map { [KeyRing.folders[0], $0] },
                \.keyFolders
            ),
            Setting(
                .wholeSeconds(
                    "trial_s",
                    5...600,
                    allowed: "a whole number between 5 and 600",
                    meaning:
                        "How many seconds a new version must run well before it stays; if it does "
                        + "not within three times as long, Hearth rolls back. Left out, 60."
                ),
                \.trial
            ),
        ]
    )
}
