import Chamber
import MachineClock
import Surroundings
import SwitchCore

/// Changes of the network: each is made under a checkpoint, with which NetworkManager rolls it back
/// on its own if this program ends or hangs.
extension HostWork {
    /// A change that is under way or on trial.
    struct RunningChange {
        let order: HostOrder
        let device: String
        let checkpoint: String
        /// The added profile; `nil`: a connection was ended.
        let profile: String?
        /// The connection that comes up, or ends.
        let active: String
        /// The purpose of the profile.
        let purpose: ConnectionProfile.Purpose
        /// The network's name, for people and as it is sent.
        let name: String
        let ssid: [UInt8]
        var machine: NetworkChange

        var startsHotspot: Bool { purpose == .hotspot && profile != nil }
        var endsHotspot: Bool { purpose == .hotspot && profile == nil }
    }

    // MARK: Beginning

    func join(_ network: DeviceProfile.Network, _ order: HostOrder) {
        guard let (manager, device) = prepare(order, { $0.station }) else { return }
        let seen = networkState?.networkNames.first { $0.shown == network.ssid }?.bytes
        let ssid = foundNames[network.ssid] ?? seen ?? Array(network.ssid.utf8)
        guard ssid.count <= NetworkName.longest else {
            return refuse(order, "a network's name has \(NetworkName.longest) bytes at most")
        }
        let security = networkState?.security(of: ssid)
        if let complaint = ConnectionProfile.complaint(about: network, security: security) {
            return refuse(order, complaint)
        }
        let profile = ConnectionProfile.station(
            network,
            ssid: ssid,
            security: security,
            uuid: ConnectionProfile.makeUUID()
        )
        begin(order, manager, device, profile, .station, network.ssid, ssid)
    }

    func startHotspot(
        _ network: DeviceProfile.Network,
        _ address: String,
        _ order: HostOrder
    ) {
        if networkState?.hotspot != nil, offered == order.request { return finish(order) }
        if let change, change.endsHotspot, offered == order.request { return revoke(change, order) }
        guard let (manager, device) = prepare(order, { $0.hotspotRadio }) else { return }
        guard device.canBeAccessPoint else {
            return refuse(
                order,
                "the Wi-Fi of this machine (\(device.name)) cannot offer a network of its own"
            )
        }
        let profile = ConnectionProfile.hotspot(
            network,
            address: address,
            channel: networkState?.hotspotChannel ?? 1,
            uuid: ConnectionProfile.makeUUID()
        )
        let ssid = Array(network.ssid.utf8)
        begin(order, manager, device, profile, .hotspot, network.ssid, ssid)
    }

    func endHotspot(_ order: HostOrder) {
        if bus != nil { inspect() }
        if networkState != nil, networkState?.hotspot == nil { return finish(order) }
        if let change, change.startsHotspot { return revoke(change, order) }
        guard let (manager, device) = prepare(order, { $0.hotspot }) else { return }
        var checkpoint: String?
        do throws(BusFailure) {
            checkpoint = try makeCheckpoint(manager, device)
            try manager.deactivate(device.active)
        } catch {
            return abandon(order, manager, checkpoint, error)
        }
        follow(
            order,
            device,
            checkpoint ?? "/",
            nil,
            device.active,
            .hotspot,
            NetworkName.shown(device.ssid),
            device.ssid
        )
    }

    /// NetworkManager and the device for a change, or the reason against it.
    private func prepare(
        _ order: HostOrder,
        _ choose: (NetworkState) -> NetworkState.Device?
    ) -> (NetworkManager, NetworkState.Device)? {
        guard change == nil else {
            refuse(
                order,
                "the last change of the network is still on trial: reach the device by it, or wait "
                    + "until it is rolled back"
            )
            return nil
        }
        guard let bus = requireBus(order) else { return nil }
        inspect()
        guard let device = networkState.flatMap(choose) else {
            refuse(order, noRadio)
            return nil
        }
        return (NetworkManager(bus: bus), device)
    }

    private func makeCheckpoint(
        _ manager: NetworkManager,
        _ device: NetworkState.Device
    ) throws(BusFailure) -> String {
        let time = NetworkChange.checkpointTime(trial: configuration.trial)
        return try manager.checkpoint(of: device.path, for: time)
    }

    private func begin(
        _ order: HostOrder,
        _ manager: NetworkManager,
        _ device: NetworkState.Device,
        _ settings: BusValue,
        _ purpose: ConnectionProfile.Purpose,
        _ name: String,
        _ ssid: [UInt8]
    ) {
        var checkpoint: String?
        let profile: String
        let active: String
        do throws(BusFailure) {
            checkpoint = try makeCheckpoint(manager, device)
            profile = try manager.add(settings)
            failure = nil
            active = try manager.activate(profile, on: device.path)
        } catch {
            return abandon(order, manager, checkpoint, error)
        }
        follow(order, device, checkpoint ?? "/", profile, active, purpose, name, ssid)
    }

    private func follow(
        _ order: HostOrder,
        _ device: NetworkState.Device,
        _ checkpoint: String,
        _ profile: String?,
        _ active: String,
        _ purpose: ConnectionProfile.Purpose,
        _ name: String,
        _ ssid: [UInt8]
    ) {
        failure = nil
        if purpose == .station { linkState.joinBegan() }
        change = RunningChange(
            order: order,
            device: device.path,
            checkpoint: checkpoint,
            profile: profile,
            active: active,
            purpose: purpose,
            name: name,
            ssid: ssid,
            machine: NetworkChange(trial: configuration.trial, at: .monotonic())
        )
        inspect()
    }

    /// Ends a change that could not begin.
    private func abandon(
        _ order: HostOrder,
        _ manager: NetworkManager,
        _ checkpoint: String?,
        _ failure: BusFailure
    ) {
        if let checkpoint { rollBack(checkpoint, manager) }
        refuse(order, failure, from: .network)
    }

    // MARK: Following

    func stepChange(at now: Instant) {
        guard var change else { return }
        // Without NetworkManager nothing is known; the change's own time limits still hold.
        let progress = networkState.map { self.progress(of: change, in: $0) } ?? .underWay
        let isWired = networkState?.isWired ?? false
        let effects = change.machine.step(.inspected(progress, isWired: isWired), at: now)
        self.change = change
        for effect in effects { carryOut(effect) }
    }

    private func progress(
        of change: RunningChange,
        in networkState: NetworkState
    ) -> NetworkChange.Progress {
        let active = networkState.actives[change.active]
        if change.profile == nil { return active == nil ? .inEffect : .underWay }
        if let failure { return .failed(failure) }
        return switch active?.state {
        case 2: .inEffect
        case 4, nil: .failed(.other(0))
        default: .underWay
        }
    }

    func recordVisit(_ moment: Instant) {
        guard var change else { return }
        let effects = change.machine.step(.visited(at: moment), at: .monotonic())
        self.change = change
        for effect in effects { carryOut(effect) }
    }

    func keepChange(_ order: HostOrder) {
        guard var change else { return finish(order) }
        let effects = change.machine.step(.keep, at: .monotonic())
        self.change = change
        for effect in effects { carryOut(effect) }
        finish(order)
    }

    private func carryOut(_ effect: NetworkChange.Effect) {
        guard let change else { return }
        switch effect {
        case .awaitVisit:
            visits.await(true)
        case .report:
            report(change)
        case .keep:
            keep(change)
        case .fail(let failure):
            fail(change, failure)
        case .rollBack:
            rollBack(change)
        }
    }
}
