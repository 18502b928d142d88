import Glibc

/// Reads files that fit into memory.
enum SmallFile {
    static func read(_ path: String) throws(LabFailure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw failure(path) }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    static func failure(_ path: String) -> LabFailure {
        LabFailure("\(path): \(String(cString: strerror(errno)))")
    }
}
