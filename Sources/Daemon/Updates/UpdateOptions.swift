import Chamber
package import Update

/// How updates are taken.
package struct UpdateOptions: Equatable, Sendable {
    /// The programs that run.
    package var programs = ProgramSet.package
    /// Their version.
    package var version: ReleaseVersion
    /// A version that was installed is started by whoever started this: without that, none is taken.
    package var isLaunched = false
    /// Where the trusted public keys lie.
    package var keyFolders = KeyRing.folders
    /// An older version may follow.
    package var allowsDowngrade = false
    /// How long a new version has to be in good order.
    package var trial = TrialJudge.standard

    package init(version: ReleaseVersion) {
        self.version = version
    }
}
