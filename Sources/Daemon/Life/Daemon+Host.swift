import Boards
import Chamber
import Host
import Settings
import Surroundings
import System
import WebSocket

/// The service for the machine's network and names, and its connections to the other parts.
extension Daemon {
    /// The mailbox of the host's service.
    func hostMailbox() throws(StartError) -> HostMailbox {
        do throws(SystemError) {
            return try HostMailbox()
        } catch {
            throw StartError(error)
        }
    }

    /// What carries out orders about the machine's network: the service behind `mailbox`, or a
    /// simulation.
    func hostReceiver(_ mailbox: HostMailbox) -> any HostReceiver {
        networkManagement == .simulated ? SimulatedHost() : mailbox
    }

    /// Makes the service for the machine's network and names.
    ///
    /// - Parameter port: the TCP port that the daemon announces by mDNS.
    /// - Returns: `nil` where the network is simulated and nothing is announced.
    func hostService(
        _ profile: DeviceProfile,
        port: UInt16,
        serving mailbox: HostMailbox,
        _ device: DeviceExchange,
        _ access: AccessService
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
        let version = options.version
        configuration.facts = {
            var facts = Announcement.Facts()
            let profile = device.view().profile
            (facts.identity, facts.name) = (profile.identity, profile.displayName)
            facts.version = version
            facts.asksForPassword = access.asksForPassword
            return facts
        }
        return HostService(configuration, serving: mailbox) { device.receive($0) }
    }

    /// What the owner allowed against a switch that cannot be killed (`failure_action`).
    var failureAction: @Sendable () -> Void {
        let (isAllowed, log) = (options.service.restartsMachine, log)
        return {
            guard isAllowed else { return }
            log(.error, "restarting the machine, as failure_action in hearth.conf allows")
            if let trouble = MachinePower.restart() { log(.error, trouble) }
        }
    }

    /// The service that keeps the machine awake while it heats or cools; `nil` where nobody wants that.
    func sleepService(_ exchange: Exchange) throws(StartError) -> SleepService? {
        let isSimulated = options.board.kind == .simulated
        guard options.service.keepsAwake ?? !isSimulated else { return nil }
        let log = log
        do throws(SystemError) {
            return try SleepService(
                mustStayAwake: {
                    let snapshot = exchange.snapshot
                    return snapshot.settings.isOn || snapshot.isFanOn
                },
                log: { log(.warning, $0) }
            )
        } catch {
            throw StartError(error)
        }
    }

    private var networkManagement: NetworkSettings.Management {
        options.service.network.management(isSimulated: options.board.kind == .simulated)
    }
}
