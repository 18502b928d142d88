import Glibc

/// A file that could not be used.
struct FileFailure: Error, Equatable {
    /// The file, what could not be done with it, and the system's reason.
    let message: String
    /// There is no such file.
    let isMissing: Bool
    /// What to do; `nil` where the reason says it all.
    private let advice: String?

    init(_ path: String, _ what: String, errno code: CInt) {
        isMissing = code == ENOENT
        message = "\(path): \(what): \(String(cString: strerror(code)))"
        advice =
            switch code {
            case ENOENT: "check the path"
            case EACCES, EPERM: "check who may use it"
            case ENOSPC: "free some space"
            case _: nil
            }
    }

    /// The end of a command that needs the file.
    var commandFailure: CommandFailure {
        CommandFailure(.unavailable, message + (advice.map { "; \($0)" } ?? ""))
    }
}

/// Reads and writes whole files.
enum FileAccess {
    /// The file's bytes; of a file with more than `most`, one more than that, so that the reader
    /// sees that it is too large.
    static func read(_ path: String, most: Int) throws(FileFailure) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(path, "cannot be read", errno: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while bytes.count <= most {
            let wanted = min(buffer.count, most + 1 - bytes.count)
            let count = Glibc.read(descriptor, &buffer, wanted)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileFailure(path, "cannot be read", errno: errno) }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    /// Makes a directory where it is missing; the one above it has to be there.
    static func makeDirectory(_ path: String) throws(FileFailure) {
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw FileFailure(path, "cannot be made", errno: errno)
        }
    }

    /// Puts `text` into a file, in place of what was there.
    static func write(_ text: String, to path: String) throws(FileFailure) {
        try write(Array(text.utf8), to: path)
    }

    /// Puts `bytes` into a file, in place of what was there.
    static func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileFailure(path, "cannot be written", errno: errno) }
        let code = bytes.withUnsafeBytes { bytes in
            var rest = bytes
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = Glibc.write(descriptor, start, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return errno }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
            return 0
        }
        let closed = close(descriptor) == 0 ? 0 : errno
        guard code == 0, closed == 0 else {
            throw FileFailure(path, "cannot be written", errno: code != 0 ? code : closed)
        }
    }
}
