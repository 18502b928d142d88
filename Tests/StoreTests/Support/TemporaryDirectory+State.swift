import System
import TestSupport

/// A temporary directory as a state directory.
extension TemporaryDirectory {
    var database: String { file("hearth.db") }
    var log: String { file("hearth.db-wal") }

    /// The bytes of every file in it, by name.
    func contents() throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for name in try names {
            guard try FileStatus(of: file(name))?.kind == .file else { continue }
            contents[name] = try bytes(name)
        }
        return contents
    }

    /// What a power cut at this moment leaves on the disk.
    func copy() throws -> TemporaryDirectory {
        let copy = try TemporaryDirectory()
        for (name, bytes) in try contents() { try copy.write(name, bytes) }
        return copy
    }
}
