import Lines
import System

/// The file in the service's runtime directory that tells the stop hook which lines this daemon holds
/// (`SwitchArguments.note`).
///
/// The service manager deletes the directory when the service ends, so a note is always of this run.
struct HeldLinesFile {
    /// The file's path; `nil`: there is no service, so nobody would read the file.
    let path: String?

    /// The file of the service that this process runs as, if any.
    static func ofService() -> HeldLinesFile {
        HeldLinesFile(path: Environment.runtimeDirectory.map { $0 + "/lines" })
    }

    /// Writes the note, all or nothing; returns what went wrong. The daemon can run without a note: the
    /// hook then reads the board file.
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
