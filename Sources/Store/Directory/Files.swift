import Glibc

/// The few calls on files that the store makes besides SQLite's.
enum Files {
    /// The size of the file at `path` in bytes; `nil` where there is none.
    static func size(_ path: String) throws(StoreError) -> Int? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let code = errno
            guard code == ENOENT else { throw StoreError(.openDatabase, errno: code, path: path) }
            return nil
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw StoreError(.openDatabase, .cannotOpen, words: "it is not a file", path: path)
        }
        return Int(status.st_size)
    }

    /// Something has this name, whatever it is.
    static func isTaken(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// The first `count` bytes of the file at `path`, fewer where it is shorter.
    static func beginning(of path: String, _ count: Int) throws(StoreError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw StoreError(.openDatabase, errno: errno, path: path) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: count)
        let length = read(descriptor, &bytes, count)
        guard length >= 0 else { throw StoreError(.openDatabase, errno: errno, path: path) }
        return Array(bytes.prefix(length))
    }

    /// Makes an empty file that only its owner may read, in place of any that is there.
    static func makePrivate(_ path: String) throws(StoreError) {
        try remove(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw StoreError(.createDatabase, errno: errno, path: path) }
        close(descriptor)
    }

    /// Removes the file at `path`, if there is one.
    static func remove(_ path: String) throws(StoreError) {
        guard unlink(path) == 0 || errno == ENOENT else {
            throw StoreError(.createDatabase, errno: errno, path: path)
        }
    }

    /// Gives the file at `path` another name in the same directory.
    static func rename(_ path: String, to newPath: String) throws(StoreError) {
        guard Glibc.rename(path, newPath) == 0 else {
            throw StoreError(.setAside, errno: errno, path: path)
        }
    }

    /// The same, where there is such a file.
    static func renameIfPresent(_ path: String, to newPath: String) throws(StoreError) {
        guard Glibc.rename(path, newPath) == 0 || errno == ENOENT else {
            throw StoreError(.setAside, errno: errno, path: path)
        }
    }

    /// Waits until the names in `directory` are on the disk.
    static func synchronizeNames(in directory: String) throws(StoreError) {
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw StoreError(.openDirectory, errno: errno, path: directory)
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw StoreError(.openDirectory, errno: errno, path: directory)
        }
    }

    /// Makes `directory` and the ones above it where they are missing; only the owner may look in.
    static func makeDirectories(_ directory: String) throws(StoreError) {
        guard mkdir(directory, 0o700) != 0 else { return }
        switch errno {
        case EEXIST:
            // Something is there already; opening it tells whether it is a directory.
            return
        case ENOENT:
            guard let slash = directory.lastIndex(of: "/"), slash != directory.startIndex else {
                throw StoreError(.openDirectory, errno: ENOENT, path: directory)
            }
            try makeDirectories(String(directory[..<slash]))
            guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
                throw StoreError(.openDirectory, errno: errno, path: directory)
            }
        case let code:
            throw StoreError(.openDirectory, errno: code, path: directory)
        }
    }

    /// The absolute path of an existing directory, free of links.
    static func absolute(_ directory: String) throws(StoreError) -> String {
        guard let resolved = realpath(directory, nil) else {
            throw StoreError(.openDirectory, errno: errno, path: directory)
        }
        defer { free(resolved) }
        var status = stat()
        guard stat(resolved, &status) == 0 else {
            throw StoreError(.openDirectory, errno: errno, path: directory)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw StoreError(.openDirectory, errno: ENOTDIR, path: directory)
        }
        return String(cString: resolved)
    }
}
