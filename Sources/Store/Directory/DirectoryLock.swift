import Glibc

/// The hold of one process on a state directory: a lock on a file in it, which the kernel releases
/// when the process ends in whatever way.
///
/// The file holds the process's number for the message that a second one prints.
struct DirectoryLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock, or throws ``StoreError/Kind/secondInstance(pid:)``. A directory that cannot
    /// be written can still be locked if an earlier run left the file.
    init(on directory: String) throws(StoreError) {
        let path = directory + "/hearth.lock"
        var descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 {
            let code = errno
            descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else {
                throw StoreError(.lockDirectory, errno: code, path: directory)
            }
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let holder = DirectoryLock.holder(descriptor)
            close(descriptor)
            guard code == EWOULDBLOCK else {
                throw StoreError(.lockDirectory, errno: code, path: directory)
            }
            let name = holder.map { "process \($0)" } ?? "another process"
            throw StoreError(
                .lockDirectory,
                .secondInstance(pid: holder),
                words: "\(name) uses it already",
                path: directory
            )
        }
        self.descriptor = descriptor
        // The lock holds without the number: a full or read-only disk only makes the message of a
        // second instance poorer.
        if ftruncate(descriptor, 0) == 0 {
            let text = String(getpid()) + "\n"
            _ = text.withCString { write(descriptor, $0, text.utf8.count) }
        }
    }

    deinit {
        // A child that is just being started holds the descriptor until it becomes another program,
        // and with it the lock, were the lock not given back by itself.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// The number that the holder wrote into the file, if any.
    static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let length = pread(descriptor, &bytes, bytes.count, 0)
        guard length > 0 else { return nil }
        let digits = bytes.prefix(length).prefix { $0 >= 0x30 && $0 <= 0x39 }
        return Int32(String(decoding: digits, as: UTF8.self))
    }
}
