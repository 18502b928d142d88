import Boards
import Chamber
import Host
import Server
import Settings
import Surroundings
import System
import Threads
import WebSocket

/// The host's desk, and what it is wired to.
extension Daemon {
    /// Makes what looks after the machine's network and names, for a daemon that `server` serves;
    /// `nil`: nothing there needs a thread.
    func hostService(
        _ profile: DeviceProfile,
        _ server: HeaterServer,
        _ desk: DeviceDesk
    ) throws(StartError) -> HostService? {
        let isSimulated = options.board.kind == .simulated
        let management = options.service.network.management(isSimulated: isSimulated)
        let isAnnounced = options.service.network.isAnnounced(isSimulated: isSimulated)
        if management == .simulated {
            let host = SimulatedHost { [weak desk] in desk?.receive($0) }
            desk.employ(host: { host.receive($0) }, visited: {})
            if !isAnnounced { return nil }
        }
        var configuration = HostConfiguration(
            hostname: profile.hostname,
            address: options.listen.address,
            port: server.port
        )
        configuration.managesNetwork = management == .machine
        configuration.announces = isAnnounced
        configuration.trial = options.service.network.trial
        let host: HostService
        do throws(SystemError) {
            host = try HostService(configuration) { [weak desk] in desk?.receive($0) }
        } catch {
            throw StartError(error)
        }
        if management != .simulated {
            desk.employ(host: { host.receive($0) }, visited: { host.recordVisit() })
        }
        return host
    }
}
