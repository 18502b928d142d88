import Glibc
import Testing

/// A directory of its own for one test, removed with everything in it.
final class TemporaryDirectory {
    let path: String

    init() throws {
        // In memory where there is such a place: the sweeps rewrite files tens of thousands of times.
        let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(parent)/hearth-store-tests-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
        }
        path = try #require(made)
    }

    deinit {
        remove(path)
    }

    /// The path of `name` in it.
    func file(_ name: String) -> String {
        path + "/" + name
    }

    var database: String { file("hearth.db") }
    var log: String { file("hearth.db-wal") }

    /// The names in it.
    var names: Set<String> {
        names(in: path)
    }

    /// All bytes of a file.
    func bytes(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY)
        try #require(descriptor >= 0, "\(path) cannot be opened")
        defer { close(descriptor) }
        var status = stat()
        try #require(fstat(descriptor, &status) == 0)
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let length = bytes.isEmpty ? 0 : read(descriptor, &bytes, bytes.count)
        try #require(length == bytes.count)
        return bytes
    }

    /// Puts `bytes` in place of a file's, or makes it.
    func write(_ bytes: some Collection<UInt8>, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        try #require(descriptor >= 0, "\(path) cannot be written")
        defer { close(descriptor) }
        let bytes = Array(bytes)
        let length = bytes.isEmpty ? 0 : Glibc.write(descriptor, bytes, bytes.count)
        try #require(length == bytes.count)
    }

    /// The bytes of every file in it, by name.
    func contents() throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for name in names {
            var status = stat()
            guard stat(file(name), &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                continue
            }
            contents[name] = try bytes(file(name))
        }
        return contents
    }

    /// What a power cut at this moment leaves on the disk.
    func copy() throws -> TemporaryDirectory {
        let copy = try TemporaryDirectory()
        for (name, bytes) in try contents() {
            try copy.write(bytes, to: copy.file(name))
        }
        return copy
    }

    func removeFile(_ path: String) {
        unlink(path)
    }

    private func names(in directory: String) -> Set<String> {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: Set<String> = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.insert(name) }
        }
        return names
    }

    private func remove(_ directory: String) {
        for name in names(in: directory) {
            let path = directory + "/" + name
            if unlink(path) != 0 { remove(path) }
        }
        rmdir(directory)
    }
}
