import Glibc
import System

/// The flight recorder's files: numbered segments in one directory. The oldest are deleted first.
struct FlightFiles {
    /// A segment ends when it has at least this many bytes.
    static let segmentBytes = 1 << 20
    /// The limit on all segments together, in bytes.
    static let allBytes = 16 << 20
    /// The bytes of the disk that stay free for more important files.
    private static let spareBytes: UInt64 = 4 << 20
    private static let suffix = ".flight"

    let directory: String

    /// The segments, oldest first, with their sizes.
    func segments() throws(SystemError) -> [(name: String, bytes: Int)] {
        guard try FileStatus(of: directory) != nil else { return [] }
        var found: [(number: Int, name: String, bytes: Int)] = []
        for name in try Directory.names(in: directory) {
            guard let number = Self.number(of: name),
                let status = try FileStatus(of: directory + "/" + name)
            else { continue }
            found.append((number, name, status.size))
        }
        return found.sorted { $0.number < $1.number }.map { ($0.name, $0.bytes) }
    }

    private static func number(of name: String) -> Int? {
        guard name.hasSuffix(suffix) else { return nil }
        return Int(name.dropLast(suffix.count))
    }

    /// Deletes old segments to make room for another one, and opens it. Throws ENOSPC where too little
    /// of the disk is free.
    func begin() throws(SystemError) -> OpenFile {
        try Directory.make(directory, mode: 0o700)
        var old = try segments()
        var total = old.reduce(0) { $0 + $1.bytes }
        while let oldest = old.first, total + Self.segmentBytes > Self.allBytes || old.count > 500 {
            try File.remove(directory + "/" + oldest.name)
            total -= oldest.bytes
            old.removeFirst()
        }
        guard try Directory.freeBytes(at: directory) >= Self.spareBytes else {
            throw SystemError(.write, directory, errno: ENOSPC)
        }
        let number = (old.last.flatMap { Self.number(of: $0.name) } ?? 0) + 1
        let digits = String(number)
        let zeros = String(repeating: "0", count: max(6 - digits.count, 0))
        return try OpenFile(directory + "/" + zeros + digits + Self.suffix, for: .creating)
    }
}
