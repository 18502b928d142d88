import Chamber
package import Update

/// Which version runs, and how updates are taken.
package struct UpdateOptions: Equatable, Sendable {
    /// The programs that run.
    package var programs = ProgramSet.package
    /// Their version.
    package var version: ReleaseVersion
    /// What started this program starts an installed version too: without that, no update is taken.
    package var isLaunched = false
    /// What the owner allows.
    package var settings = UpdateSettings()

    /// The package's own programs.
    package init(version: ReleaseVersion) {
        self.version = version
    }
}
