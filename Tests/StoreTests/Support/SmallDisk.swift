import Glibc
import Testing
import TestSupport

/// A disk that can be filled and made read-only: a tmpfs, which only root may mount.
final class SmallDisk {
    let directory: TemporaryDirectory

    /// Whether this process may mount one.
    static let isAvailable: Bool = {
        do {
            _ = try SmallDisk()
            return true
        } catch {
            return false
        }
    }()

    init(kilobytes: Int = 1024) throws {
        directory = try TemporaryDirectory()
        let options = "size=\(kilobytes)k,mode=0700"
        guard mount("tmpfs", directory.path, "tmpfs", 0, options) == 0 else {
            throw NotMounted(code: errno)
        }
    }

    deinit {
        umount2(directory.path, Int32(MNT_DETACH))
    }

    /// Writes to it until nothing more fits.
    func fill() throws {
        let descriptor = open(directory.file("ballast"), O_WRONLY | O_CREAT | O_APPEND, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let block = [UInt8](repeating: 0xAA, count: 4096)
        while write(descriptor, block, block.count) > 0 {}
        try #require(errno == ENOSPC)
    }

    /// Makes room again.
    func empty() throws {
        try #require(unlink(directory.file("ballast")) == 0)
    }

    func setReadOnly(_ isReadOnly: Bool) throws {
        let flags = UInt(MS_REMOUNT) | (isReadOnly ? UInt(MS_RDONLY) : 0)
        try #require(mount("tmpfs", directory.path, "tmpfs", flags, nil) == 0)
    }
}

struct NotMounted: Error {
    let code: Int32
}
