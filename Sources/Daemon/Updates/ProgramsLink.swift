import System

/// A link that tells the service manager's stop hook where this daemon's switch is, so that the hook
/// uses the switch of the same version.
enum ProgramsLink {
    /// Writes the link into the service's runtime directory, if there is one; returns what went wrong.
    static func write() -> String? {
        guard let folder = Environment.runtimeDirectory else { return nil }
        do throws(SystemError) {
            try File.replaceLink(
                folder + "/programs",
                target: Directory.containing(SwitchProcess.program())
            )
            return nil
        } catch {
            return error.description
        }
    }
}
