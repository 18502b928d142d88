import System

/// Tells the service manager's stop hook where the switch of the daemon that ran lies: hook and daemon
/// belong to the same version.
enum ProgramsLink {
    /// Puts the link into the service's runtime directory, if there is one; says what went wrong.
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
