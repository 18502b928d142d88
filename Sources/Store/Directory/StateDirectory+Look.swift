import Glibc

extension StateDirectory {
    /// The number of the process that uses the directory at present, 0 where it cannot be told;
    /// `nil` where none does. Looks only: nothing is made or changed.
    package static func user(of directory: String) -> Int32? {
        let descriptor = Glibc.open(directory + "/hearth.lock", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { Glibc.close(descriptor) }
        // A shared lock is refused exactly while somebody holds the exclusive one; closing the file
        // gives it back.
        guard flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK else { return nil }
        return DirectoryLock.holder(descriptor) ?? 0
    }
}
