import Glibc

/// Space kept back on the disk, given up when a latch finds the disk full: the one thing that must
/// still be stored then.
extension StateDirectory {
    /// Eight times what a latch takes in SQLite's log (two pages of 4 KiB with their headers).
    private static let reserveBytes = 64 * 1024

    /// Keeps the space back, if it is not kept already.
    func holdReserve() throws(StoreError) {
        guard try Files.size(files.reserve) ?? 0 < Self.reserveBytes else { return }
        let descriptor = Glibc.open(files.reserve, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError(.keepReserve, errno: errno, path: files.reserve)
        }
        defer { Glibc.close(descriptor) }
        // Answers the error itself, not through errno (posix_fallocate(3)).
        let result = posix_fallocate(descriptor, 0, off_t(Self.reserveBytes))
        guard result == 0 else {
            throw StoreError(.keepReserve, errno: result, path: files.reserve)
        }
    }

    /// Gives the space up; says whether there was any.
    func releaseReserve() -> Bool {
        unlink(files.reserve) == 0
    }
}
