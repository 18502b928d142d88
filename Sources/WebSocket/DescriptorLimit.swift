import Glibc
import System

/// The process's limit on descriptors, set while a context is made.
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

    /// How many connections the process's limit allows: at most `wished`, and no more than what is left
    /// after the descriptors that are open now and those that the rest of the process will need. Else
    /// clients would take the ones of the disk, the bus, and the next switch.
    static func connections(atMost wished: Int) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return wished
        }
        // As `init` raises it, and `restore` leaves it.
        let most = max(limit.rlim_cur, min(limit.rlim_max, rlim_t(wished + others)))
        guard most < rlim_t(wished + others) else { return wished }
        return min(max(Int(most) - openNow - ownNeeds, fewestConnections), wished)
    }

    /// What the rest of the process opens after the server was made: threads and timers take 10, database,
    /// recorder and files 6, the bus 2, the next switch 2, a printer, a hub and a broker 2 each.
    private static let ownNeeds = 32
    /// A page with its stream, a program, and one more to turn the heat off.
    private static let fewestConnections = 4

    /// The descriptors of this process that are open.
    private static var openNow: Int {
        do throws(SystemError) {
            // One of them reads the directory.
            return try Directory.names(in: "/proc/self/fd").count - 1
        } catch {
            return ownNeeds
        }
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
