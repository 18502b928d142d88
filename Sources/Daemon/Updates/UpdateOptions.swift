import Chamber
package import Update

/// Which version runs, and which updates are accepted.
package struct UpdateOptions: Equatable, Sendable {
    /// The slot of the running programs.
    package var programs = ProgramSet.package
    /// The version of the running programs.
    package var version: ReleaseVersion
    /// The launcher started this program and can also start an installed version. Otherwise no update is
    /// accepted.
    package var isLaunched = false
    /// The owner's settings.
    package var settings = UpdateSettings()

    /// The package's own programs, without a launcher.
    package init(version: ReleaseVersion) {
        self.version = version
    }
}
