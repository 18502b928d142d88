import Glibc

/// The files of the flight recorder: segments under one directory, numbered, the oldest giving way.
struct FlightFiles {
    /// A call on a file that failed: what to, and the system's number.
    struct Failure: Error, Equatable {
        let path: String
        let code: CInt

        var words: String { "\(path): \(String(cString: strerror(code)))" }
    }

    /// A segment ends when it is longer.
    static let segmentBytes = 1 << 20
    /// All segments together stay below.
    static let allBytes = 16 << 20
    /// So much of the disk stays free, for what matters more.
    private static let spareBytes: UInt64 = 4 << 20
    private static let suffix = ".flight"

    let directory: String

    /// The segments, oldest first, with their sizes.
    func segments() throws(Failure) -> [(name: String, bytes: Int)] {
        guard let stream = opendir(directory) else {
            if errno == ENOENT { return [] }
            throw Failure(path: directory, code: errno)
        }
        defer { closedir(stream) }
        var found: [(name: String, bytes: Int)] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard Self.number(of: name) != nil else { continue }
            var status = stat()
            guard stat(directory + "/" + name, &status) == 0 else { continue }
            found.append((name, Int(status.st_size)))
        }
        return found.sorted { Self.number(of: $0.name) ?? 0 < Self.number(of: $1.name) ?? 0 }
    }

    private static func number(of name: String) -> Int? {
        guard name.hasSuffix(suffix) else { return nil }
        return Int(name.dropLast(suffix.count))
    }

    /// Makes room for another segment and opens it; the descriptor and the path.
    func begin() throws(Failure) -> (descriptor: CInt, path: String) {
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
            throw Failure(path: directory, code: errno)
        }
        var old = try segments()
        var total = old.reduce(0) { $0 + $1.bytes }
        while let oldest = old.first, total + Self.segmentBytes > Self.allBytes || old.count > 500 {
            guard unlink(directory + "/" + oldest.name) == 0 else {
                throw Failure(path: directory + "/" + oldest.name, code: errno)
            }
            total -= oldest.bytes
            old.removeFirst()
        }
        var space = statvfs()
        if statvfs(directory, &space) == 0,
            UInt64(space.f_bavail) * UInt64(space.f_frsize) < Self.spareBytes
        {
            throw Failure(path: directory, code: ENOSPC)
        }
        let number = (old.last.flatMap { Self.number(of: $0.name) } ?? 0) + 1
        let digits = String(number)
        let zeros = String(repeating: "0", count: max(6 - digits.count, 0))
        let path = directory + "/" + zeros + digits + Self.suffix
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failure(path: path, code: errno) }
        return (descriptor, path)
    }

    /// Appends bytes; what was written of them before an error stays, as a torn end.
    static func append(_ bytes: [UInt8], to descriptor: CInt, _ path: String) throws(Failure) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                write(descriptor, all.baseAddress?.advanced(by: done), all.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure(path: path, code: count < 0 ? errno : EIO) }
            done += count
        }
    }
}
