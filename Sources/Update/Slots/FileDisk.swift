import Glibc

/// The real disk: a folder of the state directory.
package final class FileDisk: SlotDisk {
    /// The folder of the slots, as an absolute path.
    package let folder: String

    /// The slots of a state directory.
    package init(stateDirectory: String) {
        folder = stateDirectory + "/slots"
    }

    /// Makes the folder where it is missing, for its owner alone.
    package func prepare() throws(SlotError) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw SlotError("make", folder, errno: errno)
        }
    }

    package func path(of name: String) -> String {
        name.isEmpty ? folder : folder + "/" + name
    }

    package func read(_ name: String, at offset: Int, count: Int) throws(SlotError) -> [UInt8]? {
        let descriptor = open(path(of: name), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            let code = errno
            guard code == ENOENT else { throw SlotError("open", name, errno: code) }
            return nil
        }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let number = bytes.withUnsafeMutableBytes { room in
                pread(
                    descriptor,
                    room.baseAddress.map { $0 + filled },
                    count - filled,
                    off_t(offset + filled)
                )
            }
            guard number >= 0 else { throw SlotError("read", name, errno: errno) }
            guard number > 0 else { break }
            filled += number
        }
        bytes.removeLast(count - filled)
        return bytes
    }

    package func create(_ name: String, mode: Int) throws(SlotError) {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
        let descriptor = open(path(of: name), flags, mode_t(mode))
        guard descriptor >= 0 else { throw SlotError("make", name, errno: errno) }
        defer { close(descriptor) }
        // The service's umask would take rights away.
        guard fchmod(descriptor, mode_t(mode)) == 0 else {
            throw SlotError("set the rights of", name, errno: errno)
        }
    }

    package func append(_ bytes: UnsafeRawBufferPointer, to name: String) throws(SlotError) {
        let descriptor = open(path(of: name), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw SlotError("open", name, errno: errno) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let number = write(
                descriptor,
                bytes.baseAddress.map { $0 + written },
                bytes.count - written
            )
            let code = errno
            if number > 0 {
                written += number
            } else if code != EINTR {
                throw SlotError("write", name, errno: code)
            }
        }
    }

    package func synchronize(_ name: String) throws(SlotError) {
        let descriptor = open(path(of: name), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SlotError("open", name, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SlotError("write", name, errno: errno) }
    }

    package func rename(_ name: String, to newName: String) throws(SlotError) {
        guard Glibc.rename(path(of: name), path(of: newName)) == 0 else {
            throw SlotError("rename", name, errno: errno)
        }
    }

    package func makeFolder(_ name: String) throws(SlotError) {
        guard mkdir(path(of: name), 0o700) == 0 else { throw SlotError("make", name, errno: errno) }
    }

    package func remove(_ name: String) throws(SlotError) {
        guard unlink(path(of: name)) != 0 else { return }
        let code = errno
        if code == ENOENT { return }
        // A folder; Linux says EISDIR.
        guard code == EISDIR || code == EPERM else {
            throw SlotError("remove", name, errno: code)
        }
        for inner in try names(in: name) { try remove(name + "/" + inner) }
        guard rmdir(path(of: name)) == 0 || errno == ENOENT else {
            throw SlotError("remove", name, errno: errno)
        }
    }

    package func names(in folder: String) throws(SlotError) -> [String] {
        guard let directory = opendir(path(of: folder)) else {
            let code = errno
            guard code == ENOENT else { throw SlotError("read", folder, errno: code) }
            return []
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    package func freeBytes() throws(SlotError) -> Int {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { throw SlotError("look at", "", errno: errno) }
        return Int(
            clamping: UInt64(status.f_bavail).multipliedReportingOverflow(
                by: UInt64(status.f_frsize)
            ).partialValue
        )
    }
}
