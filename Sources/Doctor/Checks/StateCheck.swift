import Store
import System

/// The state directory: can it be written, is it free, is there room?
enum StateCheck {
    /// A month of history and events is about 4 MiB; with less than this there is no room for a
    /// second copy while it is rewritten.
    private static let leastMebibytes: UInt64 = 16
    /// Below this, somebody should look at what fills the disk.
    private static let comfortableMebibytes: UInt64 = 64

    static func findings(_ path: String) -> [Finding] {
        let status: FileStatus?
        do throws(SystemError) {
            status = try FileStatus(of: path)
        } catch {
            return [
                .failed("state", "\(path): \(error.reason)", advice: "name another with --state")
            ]
        }
        guard let status else { return missing(path) }
        guard status.kind == .directory else {
            return [.failed("state", "\(path) is no directory", advice: "name one with --state")]
        }
        guard Directory.isWritable(path) else {
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

    /// The first start makes a missing directory, if the one above allows it.
    private static func missing(_ path: String) -> [Finding] {
        // A path that begins nowhere lies in the working directory.
        var above = (path.hasPrefix("/") ? path : "./" + path)[...]
        while let slash = above.lastIndex(of: "/") {
            above = above[..<slash]
            let parent = above.isEmpty ? "/" : String(above)
            if File.exists(parent) {
                guard Directory.isWritable(parent) else { break }
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
        let free: UInt64
        do throws(SystemError) {
            free = try Directory.freeBytes(at: path) / 1_048_576
        } catch {
            return .warning("disk", "\(path): \(error.reason)", advice: "check the disk")
        }
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
