import Glibc

/// Tells the service manager's stop hook where the switch of the daemon that ran lies: hook and daemon
/// belong to the same version.
enum ProgramsLink {
    /// Puts the link into the service's runtime directory, if there is one; says what went wrong.
    static func write() -> String? {
        guard let given = getenv("RUNTIME_DIRECTORY"),
            let folder = String(cString: given).split(separator: ":").first
        else { return nil }
        let program = SwitchProcess.program()
        let target = String(program[..<(program.lastIndex(of: "/") ?? program.endIndex)])
        let path = String(folder) + "/programs"
        unlink(path + ".new")
        guard symlink(target, path + ".new") == 0, rename(path + ".new", path) == 0 else {
            return "\(path) cannot be written: \(String(cString: strerror(errno)))"
        }
        return nil
    }
}
