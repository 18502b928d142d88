import Chamber
import Host
import Server
import Surroundings
import Threads
import WebSocket

/// The host's desk, and what it is wired to.
extension Daemon {
    /// Starts what looks after the machine's network and names, for a daemon that `server` serves;
    /// `nil`: nothing there needs a thread.
    func startHost(
        _ profile: DeviceProfile,
        _ server: HeaterServer,
        _ desk: DeviceDesk
    ) throws(StartError) -> HostDesk? {
        if options.network.management == .simulated {
            let host = SimulatedHost { [weak desk] in desk?.take($0) }
            desk.employ(host: { host.take($0) }, visited: {})
            if !options.network.announces { return nil }
        }
        var configuration = HostConfiguration(
            hostname: profile.hostname,
            address: options.listen.address,
            port: server.port
        )
        configuration.managesNetwork = options.network.management == .machine
        configuration.announces = options.network.announces
        configuration.trial = options.network.trial
        let host: HostDesk
        do throws(ThreadError) {
            host = try HostDesk(configuration) { [weak desk] in desk?.take($0) }
        } catch {
            throw StartError(error)
        }
        if options.network.management != .simulated {
            desk.employ(host: { host.take($0) }, visited: { host.visited() })
        }
        return host
    }
}
