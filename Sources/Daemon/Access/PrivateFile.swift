import Glibc

/// A small file that only its owner may read, in a directory that belongs to the service's user.
package enum PrivateFile {
    /// The bytes, at most `most`; `nil` where there is no such file.
    package static func read(_ path: String, most: Int) throws(PrivateFileError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            let code = errno
            // Nor can one be where a part of the path is no directory.
            if code == ENOENT || code == ENOTDIR { return nil }
            throw PrivateFileError(path, "cannot be read", errno: code)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            let code = errno
            if count < 0, code == EINTR { continue }
            guard count >= 0 else { throw PrivateFileError(path, "cannot be read", errno: code) }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= most else { throw PrivateFileError(path, largerThan: most) }
        }
    }

    /// Puts the file in place so that a power cut leaves the old one or the new one. It belongs to
    /// whoever the directory belongs to, though root writes it.
    package static func replace(_ path: String, by bytes: [UInt8]) throws(PrivateFileError) {
        let fresh = path + ".new"
        unlink(fresh)
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw PrivateFileError(path, "cannot be written", errno: errno)
        }
        var code = write(bytes, to: descriptor, besides: path)
        if close(descriptor) != 0, code == 0 { code = errno }
        if code == 0, rename(fresh, path) != 0 { code = errno }
        guard code == 0 else {
            unlink(fresh)
            throw PrivateFileError(path, "cannot be written", errno: code)
        }
    }

    /// Removes the file; false where there was none.
    package static func remove(_ path: String) throws(PrivateFileError) -> Bool {
        guard unlink(path) != 0 else { return true }
        let code = errno
        guard code == ENOENT else {
            throw PrivateFileError(path, "cannot be removed", errno: code)
        }
        return false
    }

    /// Changes with each replacement; 0 where there is no such file.
    static func mark(of path: String) -> UInt64 {
        var status = stat()
        guard stat(path, &status) == 0 else { return [ENOENT, ENOTDIR].contains(errno) ? 0 : 1 }
        var hasher = Hasher()
        hasher.combine(status.st_ino)
        hasher.combine(status.st_size)
        hasher.combine(status.st_mtim.tv_sec)
        hasher.combine(status.st_mtim.tv_nsec)
        return UInt64(bitPattern: Int64(hasher.finalize())) | 2
    }

    /// 0, or the error number.
    private static func write(
        _ bytes: [UInt8],
        to descriptor: CInt,
        besides path: String
    ) -> CInt {
        if geteuid() == 0 {
            let slash = path.lastIndex(of: "/")
            let directory = slash.map { String(path[..<$0]) } ?? "."
            var status = stat()
            guard stat(directory.isEmpty ? "/" : directory, &status) == 0,
                fchown(descriptor, status.st_uid, status.st_gid) == 0
            else { return errno }
        }
        return bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = Glibc.write(descriptor, start, rest.count)
                let code = errno
                if count < 0, code == EINTR { continue }
                guard count > 0 else { return code }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return fsync(descriptor) == 0 ? 0 : errno
        }
    }
}

/// A private file could not be used.
package struct PrivateFileError: Error, Equatable, Sendable {
    /// The file, what could not be done with it, and why.
    package let message: String

    init(_ path: String, _ what: String, errno code: CInt) {
        message = "\(path): \(what): \(String(cString: strerror(code)))"
    }

    private init(_ message: String) {
        self.message = message
    }

    /// It holds something else than it should.
    package static func damaged(_ path: String, line: Int) -> PrivateFileError {
        PrivateFileError(
            "\(path), line \(line), is damaged: restore it, or open the device to all with "
                + "\"hearth access off\""
        )
    }

    init(_ path: String, largerThan most: Int) {
        message = "\(path): it is larger than \(most) bytes"
    }
}
