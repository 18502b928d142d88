import Glibc

/// The process's limit on descriptors, set for the moment in which a context is made.
///
/// libwebsockets sizes two tables by it: with the 1,048,576 of a container it would touch 16 MiB,
/// with the 1,024 of a service it would refuse the 1,001st client.
struct DescriptorLimit {
    private let earlier: rlimit?

    /// Descriptors that the rest of the process may have beside the connections. Where a number is beyond
    /// the tables, libwebsockets turns the connection away, and 4.3 frees something twice; each costs
    /// 16 bytes.
    private static let others = 4_096

    init(forConnections connections: Int) {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            earlier = nil
            return
        }
        earlier = limit
        limit.rlim_cur = min(limit.rlim_max, rlim_t(connections + Self.others))
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Restores a limit that was higher; one that was too low for the connections stays raised.
    func restore() {
        var current = rlimit()
        guard var earlier,
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &current) == 0,
            earlier.rlim_cur > current.rlim_cur
        else { return }
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &earlier)
    }
}
