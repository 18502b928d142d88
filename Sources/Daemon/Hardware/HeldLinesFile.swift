import Lines
import System

/// The note for the service manager's stop hook, in the service's runtime directory: which lines this
/// daemon holds (`SwitchArguments.note`).
///
/// The directory goes when the service ends, so a note tells of this run of the daemon and no other.
struct HeldLinesFile {
    /// Where it lies; `nil`: nobody would read one.
    let path: String?

    /// The one of the service that this process is, if it is one.
    static func ofService() -> HeldLinesFile {
        HeldLinesFile(path: Environment.runtimeDirectory.map { $0 + "/lines" })
    }

    /// Writes it, all or nothing; says what went wrong. A missing note is no reason not to run: the
    /// hook then asks the board file.
    func write(_ arguments: SwitchArguments) -> String? {
        guard let path, let note = arguments.note else { return nil }
        do throws(SystemError) {
            try File.replace(path, with: note)
            return nil
        } catch {
            return error.description
        }
    }
}
