import Glibc
import Lines

/// The note for the service manager's stop hook, in the service's runtime directory: which lines this
/// daemon holds (`SwitchArguments.note`).
///
/// The directory goes when the service ends, so a note tells of this run of the daemon and no other.
struct LinesNote {
    /// Where it lies; `nil`: nobody would read one.
    let path: String?

    /// The one of the service that this process is, if it is one.
    static func ofService() -> LinesNote {
        guard let given = getenv("RUNTIME_DIRECTORY") else { return LinesNote(path: nil) }
        let folders = String(cString: given).split(separator: ":")
        return LinesNote(path: folders.first.map { $0 + "/lines" })
    }

    /// Writes it, all or nothing; says what went wrong. A missing note is no reason not to run: the
    /// hook then asks the board file.
    func write(_ arguments: SwitchArguments) -> String? {
        guard let path, let note = arguments.note else { return nil }
        let new = path + ".new"
        let descriptor = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return failure(new) }
        let isWritten = Glibc.write(descriptor, note, note.count) == note.count
        guard close(descriptor) == 0, isWritten, rename(new, path) == 0 else {
            let words = failure(path)
            unlink(new)
            return words
        }
        return nil
    }

    private func failure(_ path: String) -> String {
        "\(path) cannot be written: \(String(cString: strerror(errno)))"
    }
}
