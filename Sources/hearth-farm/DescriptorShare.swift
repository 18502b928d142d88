import Glibc

/// How many descriptors this process may have, and how many connections that makes.
package struct DescriptorShare: Sendable {
    /// A socket, and the pair by which libmosquitto wakes a thread of its own.
    package static let perConnection = 3
    /// For everything else.
    package static let others = 32

    /// The hard limit: what this user may have.
    package let most: Int

    package init(most: Int) {
        self.most = most
    }

    /// What this process may have, after it has taken all of that.
    static func taken() -> DescriptorShare {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return DescriptorShare(most: 1_024) }
        limit.rlim_cur = limit.rlim_max
        // Raising the soft limit to the hard one is everybody's right (getrlimit(2)).
        setrlimit(resource, &limit)
        return DescriptorShare(most: Int(clamping: limit.rlim_max))
    }

    /// Why so many connections are not possible, for people; `nil`: they are.
    package func complaint(about connections: Int) -> String? {
        let needed = connections * Self.perConnection + Self.others
        guard needed > most else { return nil }
        let possible = max(0, (most - Self.others) / Self.perConnection)
        return
            "\(connections) controllers need \(needed) open files and this user may have \(most) "
            + "(ulimit -Hn): take \(possible) at most, or raise the limit (nofile in "
            + "/etc/security/limits.conf, LimitNOFILE= of a service)"
    }
}
