import Chamber
import MachineClock
import Surroundings
import SwitchCore

/// Carries out orders, one after the other.
extension HostWork {
    /// A running search.
    struct RunningSearch {
        let order: HostOrder
        let device: String
        /// The device's last search before this one.
        let before: Int
        let until: Instant
    }

    /// Longer than any radio needs for all channels.
    private static let searchPatience = Duration.seconds(12)

    func receive(_ orders: [HostOrder]) {
        for order in orders {
            if waiting.count < HostMailbox.capacity {
                waiting.append(order)
            } else {
                refuse(order, HostMailbox.flood)
            }
        }
        while !waiting.isEmpty, !isStarting { carryOut(waiting.removeFirst()) }
    }

    /// A change is starting: later orders wait for it.
    private var isStarting: Bool {
        if case .starting = change?.machine.state { true } else { false }
    }

    private func carryOut(_ order: HostOrder) {
        guard configuration.managesNetwork else {
            return refuse(
                order,
                "Hearth was told to leave this machine's network and name alone "
                    + "(\"manage: no\" in the section [network] of /etc/hearth/hearth.conf)"
            )
        }
        switch order.request {
        case .setHostname(let name): setHostname(name, order)
        case .keepNetwork: keepChange(order)
        case .scanNetworks: beginSearch(order)
        case .join(let network): join(network, order)
        case .setHotspot(true, let network, let address): startHotspot(network, address, order)
        case .setHotspot(false, _, _): endHotspot(order)
        case .forgetNetworks: forgetNetworks(order)
        }
    }

    /// Publishes why an order was refused.
    func refuse(_ order: HostOrder, _ trouble: String) {
        if order.request == .scanNetworks { publish(.networks([])) }
        publish(.outcome(HostOutcome(order.request.subject, of: order, trouble: trouble)))
        // A hotspot on trial stays on; clients see what is true.
        if order.request.subject == .hotspot, let toldHotspot {
            publish(.hotspot(isOn: toldHotspot))
        }
    }

    func refuse(_ order: HostOrder, _ failure: BusFailure, from service: BusTrouble.Service) {
        if failure.kind == .lost { loseBus() }
        refuse(order, BusTrouble.words(for: failure, from: service))
    }

    func finish(_ order: HostOrder, _ text: String = "") {
        publish(.outcome(HostOutcome(order.request.subject, of: order, done: text)))
    }

    /// The bus; where it is missing, refuses the order.
    func requireBus(_ order: HostOrder) -> BusConnection? {
        if let bus { return bus }
        refuse(order, "this machine has no system bus (D-Bus), so its network cannot be changed")
        return nil
    }

    // MARK: Name

    private func setHostname(_ name: String, _ order: HostOrder) {
        guard let bus = requireBus(order) else { return }
        do throws(BusFailure) {
            try HostnameService(bus: bus).setName(name)
        } catch {
            return refuse(order, error, from: .names)
        }
        announcer.rename(name)
        finish(order, "This device is called \(name).")
        publish(.settled(.hostname))
    }

    // MARK: Search

    private func beginSearch(_ order: HostOrder) {
        // A running search serves every client.
        guard search == nil else { return finish(order) }
        guard let bus = requireBus(order) else { return }
        inspect()
        guard let device = networkState?.station else { return refuse(order, noRadio) }
        search = RunningSearch(
            order: order,
            device: device.path,
            before: device.lastScan,
            until: Instant.monotonic().advanced(by: Self.searchPatience)
        )
        do throws(BusFailure) {
            try NetworkManager(bus: bus).scan(device.path)
        } catch {
            // NetworkManager refuses a second search within seconds of the first: what it found then
            // still counts.
            if error.kind == .other { return endSearch() }
            search = nil
            refuse(order, error, from: .network)
        }
    }

    func stepSearch(at now: Instant) {
        guard let search else { return }
        let device = networkState?.devices.first { $0.path == search.device }
        let isDone = device.map { $0.lastScan != search.before } ?? true
        if isDone || now >= search.until { endSearch() }
    }

    private func endSearch() {
        guard let order = search?.order else { return }
        search = nil
        inspect()
        let found = networkState?.networkNames ?? []
        // A network may be joined after it was lost from sight.
        if foundNames.count > Self.mostFoundNames { foundNames = [:] }
        for (shown, bytes) in found {
            foundNames[shown] = Array(shown.utf8) == bytes ? nil : bytes
        }
        publish(.networks(found.map(\.shown)))
        finish(order)
    }

    /// The error where there is no radio.
    var noRadio: String {
        guard networkState != nil else {
            let missing = BusFailure(name: "org.freedesktop.DBus.Error.ServiceUnknown", message: "")
            return BusTrouble.words(for: missing, from: .network)
        }
        return "this machine has no Wi-Fi that NetworkManager manages: plug a cable or a Wi-Fi "
            + "adapter in, or see \"nmcli device\""
    }

    // MARK: Forgetting

    private func forgetNetworks(_ order: HostOrder) {
        rollBackForReset()
        offered = nil
        // Without a bus or NetworkManager there are no profiles to forget.
        guard let bus else { return finish(order) }
        let manager = NetworkManager(bus: bus)
        do throws(BusFailure) {
            for profile in try manager.ownProfiles() { try manager.delete(profile.path) }
        } catch {
            if error.kind == .missing || error.kind == .lost { return finish(order) }
            return refuse(order, error, from: .network)
        }
        finish(order)
    }
}
