import Glibc
import Lines

/// The result of reading the held-lines file, which contains the arguments of a switch.
enum HeldLines {
    case absent
    case damaged
    case found(SwitchArguments)

    /// Reads the file. An absent file is no error: the lines were never taken.
    static func read(_ path: String) -> HeldLines {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return errno == ENOENT ? .absent : .damaged }
        defer { close(descriptor) }
        // One byte more than allowed shows that the file is too long.
        var bytes = [UInt8](repeating: 0, count: SwitchArguments.longestNote + 1)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        guard count > 0, let arguments = SwitchArguments(note: bytes[..<count]) else {
            return .damaged
        }
        return .found(arguments)
    }
}
