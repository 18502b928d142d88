import Glibc
import System

/// Whether the service's user may use a board's device files.
enum AccessCheck {
    /// As `packaging/sysusers.conf` makes it.
    private static let user = "hearth"

    /// `nil` where nothing can be said: this process is not root, or there is no such user.
    static func finding(_ paths: [String]) -> Finding? {
        guard geteuid() == 0, let entry = getpwnam(user) else { return nil }
        let groups = groups(of: entry.pointee.pw_uid, entry.pointee.pw_gid)
        let present = paths.filter { File.exists($0) }
        guard !present.isEmpty else { return nil }
        let refused = present.filter { !mayUse($0, entry.pointee.pw_uid, groups) }
        guard refused.isEmpty else {
            return .failed(
                "access",
                "the service's user \(user) may not use \(refused.joined(separator: ", "))",
                advice: "add it to the group that owns the file (sudo usermod -aG gpio,i2c "
                    + "\(user)), and restart the service"
            )
        }
        return .ok(
            "access",
            "the service's user \(user) may use \(present.joined(separator: " and "))"
        )
    }

    private static func groups(of user: uid_t, _ group: gid_t) -> [gid_t] {
        var count: CInt = 64
        var groups = [gid_t](repeating: 0, count: Int(count))
        guard getgrouplist(self.user, group, &groups, &count) >= 0 else { return [group] }
        return Array(groups.prefix(Int(count)))
    }

    /// By owner, group and others, as the kernel decides for users other than root.
    private static func mayUse(_ path: String, _ user: uid_t, _ groups: [gid_t]) -> Bool {
        do throws(SystemError) {
            guard let status = try FileStatus(of: path) else { return false }
            let needed: mode_t
            if status.user == user {
                needed = S_IRUSR | S_IWUSR
            } else if groups.contains(status.group) {
                needed = S_IRGRP | S_IWGRP
            } else {
                needed = S_IROTH | S_IWOTH
            }
            return status.mode & needed == needed
        } catch {
            return false
        }
    }
}
