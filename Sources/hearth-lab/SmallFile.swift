import Glibc
import System

/// Reads files that fit into memory.
enum SmallFile {
    /// More than any board file or scenario has.
    private static let most = 64 << 20

    static func read(_ path: String) throws(LabFailure) -> [UInt8] {
        do throws(SystemError) {
            return try File.read(path, most: most)
        } catch {
            throw LabFailure(error.description)
        }
    }

    /// The call that failed last.
    static func failure(_ path: String) -> LabFailure {
        LabFailure("\(path): \(SystemError.words(for: errno))")
    }
}
