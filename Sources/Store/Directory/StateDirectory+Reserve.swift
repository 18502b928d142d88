import Glibc
import System

/// Space kept back on the disk, given up when a latch finds the disk full: the one thing that must
/// still be stored then.
extension StateDirectory {
    /// Eight times what a latch takes in SQLite's log (two pages of 4 KiB with their headers).
    private static let reserveBytes = 64 * 1024

    /// Keeps the space back, if it is not kept already.
    func holdReserve() throws(StoreError) {
        guard try Files.size(files.reserve) ?? 0 < Self.reserveBytes else { return }
        let file = try Files.during(.keepReserve) { () throws(SystemError) in
            try OpenFile(files.reserve, for: .readingAndWriting)
        }
        // Answers the error itself, not through errno (posix_fallocate(3)).
        let result = posix_fallocate(file.descriptor, 0, off_t(Self.reserveBytes))
        guard result == 0 else {
            throw StoreError(.keepReserve, errno: result, path: files.reserve)
        }
    }

    /// Gives the space up; says whether there was any.
    func releaseReserve() -> Bool {
        do throws(SystemError) {
            return try File.remove(files.reserve)
        } catch {
            return false
        }
    }
}
