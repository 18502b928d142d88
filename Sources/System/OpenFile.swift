import Glibc

/// An open file; closed with the last reference to it.
///
/// Reads and writes go on after a signal, and a write ends when all bytes are written or with an error.
package final class OpenFile {
    /// What a file is opened for.
    package enum Use {
        case reading
        /// Like ``reading``, but a link is refused.
        case readingNoLink
        /// Like ``reading``, but never waits for the writer of a named pipe.
        case readingWithoutWaiting
        /// In place of what was there, or a new file.
        case writing
        /// Like ``writing``, but a link is refused.
        case writingNoLink
        /// A file that must not be there yet. What is written goes to the end.
        case creating
        /// To the end of a file that is there; a link is refused.
        case appending
        /// A directory, to hold on to it; a link is refused.
        case holdingDirectory
        /// Without changing what is there; made where it is missing.
        case readingAndWriting

        fileprivate var flags: CInt {
            switch self {
            case .reading: O_RDONLY
            case .readingNoLink: O_RDONLY | O_NOFOLLOW
            case .readingWithoutWaiting: O_RDONLY | O_NONBLOCK
            case .writing: O_WRONLY | O_CREAT | O_TRUNC
            case .writingNoLink: O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW
            case .creating: O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW
            case .appending: O_WRONLY | O_APPEND | O_NOFOLLOW
            case .holdingDirectory: O_RDONLY | O_DIRECTORY | O_NOFOLLOW
            case .readingAndWriting: O_RDWR | O_CREAT
            }
        }

        fileprivate var operation: SystemError.Operation {
            switch self {
            case .reading, .readingNoLink, .readingWithoutWaiting: .read
            case .holdingDirectory: .open
            case .writing, .writingNoLink, .creating, .appending, .readingAndWriting: .write
            }
        }
    }

    /// As it was given, for messages.
    package let path: String
    /// For calls that only one place makes, such as `flock`; not to be closed.
    package let descriptor: CInt

    /// Opens a file that programs started later do not inherit.
    ///
    /// - Parameter mode: the rights of a file that is made, less the process's `umask`.
    package init(_ path: String, for use: Use, mode: UInt32 = 0o600) throws(SystemError) {
        let (descriptor, code) = uninterrupted { open(path, use.flags | O_CLOEXEC, mode) }
        guard descriptor >= 0 else { throw SystemError(use.operation, path, errno: code) }
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    /// The next bytes, `count` of them, or fewer where the file ends before.
    package func read(_ count: Int) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        // Grows with what is there: `count` is often a bound far above it.
        var buffer = [UInt8](repeating: 0, count: min(max(count, 0), 64 * 1024))
        while bytes.count < count {
            let wanted = min(buffer.count, count - bytes.count)
            let (found, code) = uninterrupted { Glibc.read(descriptor, &buffer, wanted) }
            guard found >= 0 else { throw SystemError(.read, path, errno: code) }
            guard found > 0 else { break }
            bytes += buffer[..<found]
        }
        return bytes
    }

    /// Goes to a place in the file: the next ``read(_:)`` begins there.
    package func seek(to offset: Int) throws(SystemError) {
        let (place, code) = uninterrupted { lseek(descriptor, off_t(offset), SEEK_SET) }
        guard place >= 0 else { throw SystemError(.read, path, errno: code) }
    }

    /// Writes all bytes. After an error some of them may be in the file.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        let code = writeAll(bytes)
        guard code == 0 else { throw SystemError(.write, path, errno: code) }
    }

    /// Writes all bytes. After an error some of them may be in the file.
    package func write(_ bytes: [UInt8]) throws(SystemError) {
        let code = bytes.withUnsafeBytes { writeAll($0) }
        guard code == 0 else { throw SystemError(.write, path, errno: code) }
    }

    /// 0, or the error number.
    private func writeAll(_ bytes: UnsafeRawBufferPointer) -> CInt {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = UnsafeRawBufferPointer(rebasing: rest)
            let (count, code) = uninterrupted {
                Glibc.write(descriptor, piece.baseAddress, piece.count)
            }
            // A device that accepts nothing would keep this loop going forever.
            guard count > 0 else { return count < 0 ? code : EIO }
            rest = rest.dropFirst(count)
        }
        return 0
    }

    /// Cuts the file off after `count` bytes.
    package func truncate(to count: Int) throws(SystemError) {
        let (result, code) = uninterrupted { ftruncate(descriptor, off_t(count)) }
        guard result == 0 else { throw SystemError(.write, path, errno: code) }
    }

    /// Sets the file's rights, whatever the process's `umask`.
    package func setMode(_ mode: UInt32) throws(SystemError) {
        let (result, code) = uninterrupted { fchmod(descriptor, mode) }
        guard result == 0 else { throw SystemError(.write, path, errno: code) }
    }

    /// Gives the file to a user and a group.
    package func setOwner(user: UInt32, group: UInt32) throws(SystemError) {
        let (result, code) = uninterrupted { fchown(descriptor, user, group) }
        guard result == 0 else { throw SystemError(.write, path, errno: code) }
    }

    /// Waits until what was written is on the disk.
    package func synchronize() throws(SystemError) {
        let (result, code) = uninterrupted { fsync(descriptor) }
        guard result == 0 else { throw SystemError(.write, path, errno: code) }
    }
}
