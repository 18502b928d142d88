import Glibc

/// What the system knows of a file, a directory, or a link (stat(2)).
package struct FileStatus: Equatable, Sendable {
    /// What is at the path.
    package enum Kind: Equatable, Sendable {
        case file
        case directory
        case link
        case other
    }

    /// For a link, that of its target, unless the link itself was asked for.
    package let kind: Kind
    /// The size in bytes.
    package let size: Int
    /// Read, write and run for owner, group and others: `0o640`.
    package let mode: UInt32
    /// The owner's number.
    package let user: UInt32
    /// The number of the group that it belongs to.
    package let group: UInt32
    /// The file's number on its disk: another one after each ``File/replace(_:with:mode:forOwnerOfDirectory:)``.
    package let number: UInt64
    /// When the contents changed last, in nanoseconds since 1970.
    package let modified: Int64

    /// - Parameter followingLinks: `false`: of a link itself.
    /// - Returns: `nil` where nothing has this path.
    package init?(of path: String, followingLinks: Bool = true) throws(SystemError) {
        var status = stat()
        let (result, code) = uninterrupted {
            followingLinks ? stat(path, &status) : lstat(path, &status)
        }
        if code == ENOENT { return nil }
        guard result == 0 else { throw SystemError(.read, path, errno: code) }
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .directory
            case S_IFLNK: .link
            default: .other
            }
        size = Int(status.st_size)
        mode = status.st_mode & 0o7777
        user = status.st_uid
        group = status.st_gid
        number = UInt64(status.st_ino)
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }
}

extension File {
    /// A number that changes with each replacement of a file, to notice one; 0 where there is none.
    package static func mark(of path: String) -> UInt64 {
        do throws(SystemError) {
            guard let status = try FileStatus(of: path) else { return 0 }
            var hasher = Hasher()
            hasher.combine(status.number)
            hasher.combine(status.size)
            hasher.combine(status.modified)
            return UInt64(bitPattern: Int64(hasher.finalize())) | 2
        } catch {
            // Nor can a file be there where a part of the path is no directory.
            return error.code == ENOTDIR ? 0 : 1
        }
    }
}
