import Boards
import Chamber
import Host
import Settings
import Surroundings
import System
import WebSocket

/// The host's service, and what it is wired to.
extension Daemon {
    /// Where orders for the host's service arrive.
    func hostMailbox() throws(StartError) -> HostMailbox {
        do throws(SystemError) {
            return try HostMailbox()
        } catch {
            throw StartError(error)
        }
    }

    /// Who carries out wishes about the machine's network: the service behind `mailbox`, or nobody but a
    /// simulation.
    func hostReceiver(_ mailbox: HostMailbox) -> any HostReceiver {
        networkManagement == .simulated ? SimulatedHost() : mailbox
    }

    /// Makes what looks after the machine's network and names, for a daemon that is reached at `port`;
    /// `nil`: nothing there needs a thread.
    func hostService(
        _ profile: DeviceProfile,
        port: UInt16,
        serving mailbox: HostMailbox,
        _ device: DeviceExchange
    ) -> HostService? {
        let isSimulated = options.board.kind == .simulated
        let isAnnounced = options.service.network.isAnnounced(isSimulated: isSimulated)
        if networkManagement == .simulated, !isAnnounced { return nil }
        var configuration = HostConfiguration(
            hostname: profile.hostname,
            address: options.listen.address,
            port: port
        )
        configuration.managesNetwork = networkManagement == .machine
        configuration.announces = isAnnounced
        configuration.trial = options.service.network.trial
        return HostService(configuration, serving: mailbox) { device.receive($0) }
    }

    private var networkManagement: NetworkSettings.Management {
        options.service.network.management(isSimulated: options.board.kind == .simulated)
    }
}
