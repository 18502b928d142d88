import Glibc
import Testing

/// A folder of its own for a test, gone when the test is.
final class TemporaryFolder {
    let path: String
    /// What was put into it, the outermost first.
    private var entries: [String] = []

    init() throws {
        var template = Array("/tmp/hearth-boards-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = template.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
        entries = [path]
    }

    deinit {
        for entry in entries.reversed() { remove(entry) }
    }

    /// Writes a file, with the folders that it is in.
    func write(_ name: String, _ text: String) throws {
        var folder = path
        for part in name.split(separator: "/").dropLast() {
            folder += "/\(part)"
            if mkdir(folder, 0o700) == 0 { entries.append(folder) }
        }
        let file = try #require(fopen("\(path)/\(name)", "w"))
        fputs(text, file)
        fclose(file)
        entries.append("\(path)/\(name)")
    }
}
