import Glibc

/// Whole files by their path.
package enum File {
    /// The first `count` bytes, fewer where the file is shorter.
    package static func beginning(
        of path: String,
        _ count: Int,
        for use: OpenFile.Use = .reading
    ) throws(SystemError) -> [UInt8] {
        try OpenFile(path, for: use).read(count)
    }

    /// All bytes of a file; one that is larger than `most` bytes is an error (`EFBIG`).
    package static func read(
        _ path: String,
        most: Int,
        for use: OpenFile.Use = .reading
    ) throws(SystemError) -> [UInt8] {
        let bytes = try beginning(of: path, most + 1, for: use)
        guard bytes.count <= most else {
            throw SystemError(
                .read,
                path,
                errno: EFBIG,
                reason: "it is larger than \(most) bytes"
            )
        }
        return bytes
    }

    /// The same; `nil` where there is no such file.
    package static func readIfPresent(
        _ path: String,
        most: Int,
        for use: OpenFile.Use = .reading
    ) throws(SystemError) -> [UInt8]? {
        do throws(SystemError) {
            return try read(path, most: most, for: use)
        } catch {
            // The same where a part of the path is no directory.
            guard error.code == ENOENT || error.code == ENOTDIR else { throw error }
            return nil
        }
    }

    /// Puts `bytes` into a file, in place of what was there. A power cut may leave a part of them; see
    /// ``replace(_:with:mode:forOwnerOfDirectory:)``.
    ///
    /// - Parameter mode: the rights of a file that is made, less the process's `umask`.
    package static func write(
        _ bytes: [UInt8],
        to path: String,
        mode: UInt32 = 0o644
    ) throws(SystemError) {
        let file = try OpenFile(path, for: .writing, mode: mode)
        try file.write(bytes)
    }

    /// Puts `text` into a file, in place of what was there.
    package static func write(_ text: String, to path: String) throws(SystemError) {
        try write(Array(text.utf8), to: path)
    }

    /// Removes a file, or a link; `false` where there is none.
    @discardableResult
    package static func remove(_ path: String) throws(SystemError) -> Bool {
        let (result, code) = uninterrupted { unlink(path) }
        if result == 0 { return true }
        guard code == ENOENT else { throw SystemError(.remove, path, errno: code) }
        return false
    }

    /// Gives a file or directory another name on the same disk, in place of what has that name.
    package static func rename(_ path: String, to newPath: String) throws(SystemError) {
        let (result, code) = uninterrupted { Glibc.rename(path, newPath) }
        guard result == 0 else { throw SystemError(.rename, path, errno: code) }
    }

    /// Whether the path leads to a file, a directory, or anything else.
    package static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// This process may read it.
    package static func isReadable(_ path: String) -> Bool {
        access(path, R_OK) == 0
    }

    /// This process may run it.
    package static func isExecutable(_ path: String) -> Bool {
        access(path, X_OK) == 0
    }

    /// Puts `bytes` in place of a file so that a power cut leaves the old file or the new one, each
    /// whole: writes a new file beside the old one (`path` and `.new`), waits until its bytes are
    /// on the disk, renames it, and waits until the name is on the disk.
    ///
    /// After an error the old file is there as before, unless the error came from the last step: then
    /// the new file is there, but a power cut may bring the old one back.
    ///
    /// - Parameters:
    ///   - mode: the file's rights, less the process's `umask`.
    ///   - forOwnerOfDirectory: where root writes it, the file belongs to the user and group that the
    ///     directory belongs to.
    package static func replace(
        _ path: String,
        with bytes: [UInt8],
        mode: UInt32 = 0o600,
        forOwnerOfDirectory: Bool = false
    ) throws(SystemError) {
        let fresh = path + ".new"
        do throws(SystemError) {
            // Left by an attempt that was cut short.
            try remove(fresh)
            try writeFresh(fresh, bytes, mode, forOwnerOfDirectory: forOwnerOfDirectory)
            try rename(fresh, to: path)
        } catch {
            unlink(fresh)
            // The error names the file, not its temporary name.
            throw SystemError(.write, path, errno: error.code)
        }
        try Directory.synchronize(Directory.containing(path))
    }

    private static func writeFresh(
        _ path: String,
        _ bytes: [UInt8],
        _ mode: UInt32,
        forOwnerOfDirectory: Bool
    ) throws(SystemError) {
        let file = try OpenFile(path, for: .creating, mode: mode)
        if forOwnerOfDirectory, geteuid() == 0 {
            let directory = Directory.containing(path)
            guard let status = try FileStatus(of: directory) else {
                throw SystemError(.read, directory, errno: ENOENT)
            }
            try file.setOwner(user: status.user, group: status.group)
        }
        try file.write(bytes)
        try file.synchronize()
    }

    /// Puts a link to `target` in place of a link, in one step.
    package static func replaceLink(_ path: String, target: String) throws(SystemError) {
        let fresh = path + ".new"
        do throws(SystemError) {
            try remove(fresh)
            let (result, code) = uninterrupted { symlink(target, fresh) }
            guard result == 0 else { throw SystemError(.write, path, errno: code) }
            try rename(fresh, to: path)
        } catch {
            unlink(fresh)
            throw SystemError(.write, path, errno: error.code)
        }
    }
}
