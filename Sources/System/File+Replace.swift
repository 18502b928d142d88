import Glibc

extension File {
    /// Puts `bytes` in place of a file so that a power cut leaves the old file or the new one, each
    /// whole: writes a new file beside the old one (`path` and `.new`), waits until its bytes are on the
    /// disk, gives it the name, and waits until the name is.
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
            // People look for the file's name, not for the one that it has until it is whole.
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
