import Glibc

/// A segment as it was found: its name and its bytes.
struct RecordedFile {
    let name: String
    let bytes: [UInt8]
}

/// Where recordings come from: a segment, a directory of them, or a bundle.
enum RecordingSource {
    static let suffix = ".flight"
    /// A segment has a megabyte and what one batch is over; a bundle sixteen of them.
    private static let mostBytes = 64 << 20

    /// The segments at `path`, oldest first.
    static func files(at path: String) throws(CommandFailure) -> [RecordedFile] {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw FileFailure(path, "cannot be read", errno: errno).commandFailure
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { return try segments(of: path) }
        let names = try names(in: path).filter { $0.hasSuffix(suffix) }.sorted()
        guard !names.isEmpty else {
            throw CommandFailure(
                .unavailable,
                "\(path): there is no recording in it; give the directory \"recording\" of a state "
                    + "directory, or a file that ends in \(suffix)"
            )
        }
        var files: [RecordedFile] = []
        for name in names {
            files.append(RecordedFile(name: name, bytes: try read(path + "/" + name)))
        }
        return files
    }

    private static func segments(of path: String) throws(CommandFailure) -> [RecordedFile] {
        let bytes = try read(path)
        guard let entries = TarArchive.entries(in: bytes) else {
            return [RecordedFile(name: path, bytes: bytes)]
        }
        let files = entries.filter { $0.name.hasSuffix(suffix) }
        guard !files.isEmpty else {
            throw CommandFailure(.unavailable, "\(path): there is no recording in this bundle")
        }
        return files.map { RecordedFile(name: $0.name, bytes: $0.bytes) }
    }

    static func names(in path: String) throws(CommandFailure) -> [String] {
        guard let directory = opendir(path) else {
            throw FileFailure(path, "cannot be read", errno: errno).commandFailure
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                        String(cString: $0)
                    }
                }
            )
        }
        return names
    }

    static func read(_ path: String) throws(CommandFailure) -> [UInt8] {
        do throws(FileFailure) {
            return try FileAccess.read(path, most: mostBytes)
        } catch {
            throw error.commandFailure
        }
    }
}
