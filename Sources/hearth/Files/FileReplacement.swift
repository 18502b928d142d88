import Glibc

extension FileAccess {
    /// More than any file that is replaced has.
    private static let largestKept = 1024 * 1024

    /// Puts `bytes` in place of a file so that a power cut leaves the old one or the new one, and keeps
    /// the old one beside it. Returns where that is; `nil` where there was none.
    static func replace(_ path: String, by bytes: [UInt8]) throws(FileFailure) -> String? {
        let fresh = path + ".new"
        try write(bytes, to: fresh)
        try synchronize(fresh)
        var kept: String?
        if access(path, F_OK) == 0 {
            let name = unusedName(path + ".old")
            try write(try read(path, most: largestKept), to: name)
            kept = name
        }
        guard rename(fresh, path) == 0 else {
            throw FileFailure(path, "cannot be replaced", errno: errno)
        }
        return kept
    }

    private static func synchronize(_ path: String) throws(FileFailure) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(path, "cannot be read", errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw FileFailure(path, "cannot be written", errno: errno)
        }
    }

    /// The name, or with the lowest number behind it that makes one of its own.
    private static func unusedName(_ name: String) -> String {
        guard access(name, F_OK) == 0 else { return name }
        let number = (2...10_000).first { access("\(name).\($0)", F_OK) != 0 } ?? 10_001
        return "\(name).\(number)"
    }
}
