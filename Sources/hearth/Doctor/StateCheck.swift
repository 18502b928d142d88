import Glibc
import Store

/// The state directory: can it be written, is it free, is there room?
enum StateCheck {
    /// A month of history and events is about 4 MiB; with less than this there is no room for a
    /// second copy while it is rewritten.
    private static let leastMebibytes: UInt64 = 16
    /// Below this, somebody should look at what fills the disk.
    private static let comfortableMebibytes: UInt64 = 64

    static func findings(_ path: String) -> [Finding] {
        var status = stat()
        guard stat(path, &status) == 0 else {
            return missing(path, errno)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            return [.failed("state", "\(path) is no directory", advice: "name one with --state")]
        }
        guard access(path, W_OK | X_OK) == 0 else {
            return [
                .failed(
                    "state",
                    "\(path) cannot be written by this user",
                    advice: "run as the daemon's user, or name another with --state"
                )
            ]
        }
        return [use(of: path), space(at: path)]
    }

    /// A directory that is not there yet is made at the first start, if the one above allows it.
    private static func missing(_ path: String, _ code: CInt) -> [Finding] {
        guard code == ENOENT else {
            let reason = String(cString: strerror(code))
            return [
                .failed("state", "\(path): \(reason)", advice: "name another with --state")
            ]
        }
        var above = path[...]
        while let slash = above.lastIndex(of: "/") {
            above = above[..<slash]
            let parent = above.isEmpty ? "/" : String(above)
            if access(parent, F_OK) == 0 {
                guard access(parent, W_OK | X_OK) == 0 else { break }
                return [
                    .ok("state", "\(path) will be made at the first start"), space(at: parent),
                ]
            }
        }
        return [
            .failed(
                "state",
                "\(path) is not there and this user cannot make it",
                advice: "make it, or name another with --state"
            )
        ]
    }

    private static func use(of path: String) -> Finding {
        switch StateDirectory.user(of: path) {
        case nil: .ok("state", "\(path) can be written and is free")
        case 0: .ok("state", "\(path) is in use by a running daemon")
        case let process?: .ok("state", "\(path) is in use by a running daemon, process \(process)")
        }
    }

    private static func space(at path: String) -> Finding {
        var space = statvfs()
        guard statvfs(path, &space) == 0 else {
            let reason = String(cString: strerror(errno))
            return .warning("disk", "\(path): \(reason)", advice: "check the disk")
        }
        let free = UInt64(space.f_bavail) * UInt64(space.f_frsize) / 1_048_576
        let text = "\(free) MiB free at \(path)"
        if free < leastMebibytes {
            return .failed("disk", text, advice: "free at least \(leastMebibytes) MiB")
        }
        if free < comfortableMebibytes {
            return .warning("disk", text, advice: "free some space")
        }
        return .ok("disk", text)
    }
}
