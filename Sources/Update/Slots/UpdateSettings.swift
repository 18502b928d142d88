/// What the owner allows of updates.
package struct UpdateSettings: Equatable, Sendable {
    /// An older version may follow a newer one.
    package var allowsDowngrade = false
    /// Where trusted public keys lie: the package's own first, then the owner's.
    package var keyFolders = KeyRing.folders
    /// How long a new version has to be in good order before it stays.
    package var trial = TrialJudge.standard

    /// What holds where the owner says nothing.
    package init() {}
}
