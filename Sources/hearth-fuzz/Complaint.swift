import Glibc

/// What goes wrong before anything is tried, on standard error.
enum Complaint {
    static func say(_ words: String) {
        let line = Array("hearth-fuzz: \(words)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
