import Glibc

/// Directories by their path.
package enum Directory {
    /// The names in a directory, sorted, without `.` and `..`.
    package static func names(in path: String) throws(SystemError) -> [String] {
        guard let stream = opendir(path) else { throw SystemError(.read, path, errno: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                let code = errno
                guard code == 0 else { throw SystemError(.read, path, errno: code) }
                return names.sorted()
            }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }

    /// Makes a directory where it is missing; the one above it must be there. What else may have the
    /// name is left as it is.
    ///
    /// - Parameter mode: its rights, less the process's `umask`.
    package static func make(_ path: String, mode: UInt32) throws(SystemError) {
        let (result, code) = uninterrupted { mkdir(path, mode) }
        guard result == 0 || code == EEXIST else { throw SystemError(.make, path, errno: code) }
    }

    /// Makes a directory and those above it where they are missing.
    package static func makeAll(_ path: String, mode: UInt32) throws(SystemError) {
        do throws(SystemError) {
            try make(path, mode: mode)
        } catch {
            let above = containing(path)
            guard error.isMissing, above != path, above != "." else { throw error }
            try makeAll(above, mode: mode)
            try make(path, mode: mode)
        }
    }

    /// Puts files into a directory that somebody else may own, by `File.replace`; a link in place of the
    /// directory is refused, and one that is put there meanwhile changes nothing: root must not be led to
    /// write elsewhere.
    ///
    /// - Parameter files: the contents by name.
    package static func fill(
        _ path: String,
        with files: [(name: String, bytes: [UInt8])],
        mode: UInt32
    ) throws(SystemError) {
        let directory = try OpenFile(path, for: .holdingDirectory)
        // The path of this very directory, whatever `path` leads to by now (proc(5), /proc/self/fd).
        let held = "/proc/self/fd/\(directory.descriptor)"
        for file in files {
            do throws(SystemError) {
                try File.replace(
                    "\(held)/\(file.name)",
                    with: file.bytes,
                    mode: mode,
                    forOwnerOfDirectory: true
                )
            } catch {
                throw SystemError(.write, "\(path)/\(file.name)", errno: error.code)
            }
        }
    }

    /// Removes an empty directory; nothing happens where there is none.
    package static func removeEmpty(_ path: String) throws(SystemError) {
        let (result, code) = uninterrupted { rmdir(path) }
        guard result == 0 || code == ENOENT else { throw SystemError(.remove, path, errno: code) }
    }

    /// Removes a file, or a directory with all that is in it; nothing happens where there is none.
    package static func removeAll(_ path: String) throws(SystemError) {
        guard let status = try FileStatus(of: path, followingLinks: false) else { return }
        guard status.kind == .directory else {
            try File.remove(path)
            return
        }
        for name in try names(in: path) { try removeAll(path + "/" + name) }
        try removeEmpty(path)
    }

    /// Waits until the names in a directory are on the disk.
    package static func synchronize(_ path: String) throws(SystemError) {
        try OpenFile(path, for: .reading).synchronize()
    }

    /// The absolute path of an existing directory, free of links.
    package static func absolute(_ path: String) throws(SystemError) -> String {
        guard let resolved = realpath(path, nil) else {
            throw SystemError(.open, path, errno: errno)
        }
        defer { free(resolved) }
        let found = String(cString: resolved)
        guard try FileStatus(of: found)?.kind == .directory else {
            throw SystemError(.open, path, errno: ENOTDIR)
        }
        return found
    }

    /// The directory that a path is in.
    package static func containing(_ path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// This process may list, read and change what is in it.
    package static func isWritable(_ path: String) -> Bool {
        access(path, W_OK | X_OK) == 0
    }

    /// Free bytes on its disk for this user.
    package static func freeBytes(at path: String) throws(SystemError) -> UInt64 {
        var space = statvfs()
        let (result, code) = uninterrupted { statvfs(path, &space) }
        guard result == 0 else { throw SystemError(.read, path, errno: code) }
        let (bytes, overflowed) = UInt64(space.f_bavail).multipliedReportingOverflow(
            by: UInt64(space.f_frsize)
        )
        return overflowed ? .max : bytes
    }
}
