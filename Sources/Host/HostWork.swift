import Chamber
import Glibc
import MachineClock
import Surroundings
import SwitchCore
import Threads

/// The work of the host's thread: orders, signals of the bus, and what is due.
///
/// It owns the connection to the bus, and opens it again when it is lost. Orders are carried out in
/// their order; while a change of the network starts, the next ones wait.
final class HostWork: Work {
    /// Between two attempts to reach the bus, and to find NetworkManager.
    private static let reconnectInterval = Duration.seconds(5)
    /// Signals come in bursts: one inspection covers all within this time.
    private static let inspectionDelay = Duration.milliseconds(200)

    let configuration: HostConfiguration
    let visits: HostVisits
    let publish: (HostNews) -> Void

    var bus: BusConnection?
    private var reconnectAt = Instant.zero
    private var inspectAt: Instant?
    /// Orders that wait for a change to come into effect.
    var waiting: [HostOrder] = []

    var networkState: NetworkState?
    var linkState = LinkState()
    /// The bytes of names that searches found and that are not what people were shown, by what they were.
    var foundNames: [String: [UInt8]] = [:]
    /// Anybody may send names; more than these are no network that somebody wants to join.
    static let mostFoundNames = 256
    var toldLink: LinkState.Link?
    var toldHotspot: Bool?
    private var toldName = ""
    var announcer: Announcer
    /// Why a device failed last, since the change began.
    var failure: NetworkFailure?
    var change: RunningChange?
    var search: RunningSearch?
    /// The hotspot's settings, as this thread has set them up.
    var offered: HostRequest?

    init(
        _ configuration: HostConfiguration,
        _ visits: HostVisits,
        _ publish: @escaping (HostNews) -> Void
    ) {
        self.configuration = configuration
        self.visits = visits
        self.publish = publish
        announcer = Announcer(configuration)
    }

    var watched: [pollfd] {
        guard let poll = bus?.poll else { return [] }
        return [pollfd(fd: poll.descriptor, events: poll.events, revents: 0)]
    }

    func serve(_ orders: [HostOrder], at now: Instant) -> Instant? {
        if let due = linkState.wakeTime, now >= due { publishLink(at: now) }
        reconnect(at: now)
        receiveSignals()
        if let visit = visits.collect() { recordVisit(visit) }
        receive(orders)
        if let due = inspectAt, Instant.monotonic() >= due { inspect() }
        stepChange(at: .monotonic())
        stepSearch(at: .monotonic())
        announce(at: .monotonic())
        return deadline
    }

    /// When the next thing is due.
    private var deadline: Instant? {
        var times = [inspectAt, linkState.wakeTime, change?.machine.deadline, search?.until]
        if bus == nil { times.append(reconnectAt) }
        if let bus { times += [bus.wakeTime, announcer.wakeTime] }
        return times.compactMap { $0 }.min()
    }

    // MARK: The bus

    private func reconnect(at now: Instant) {
        guard bus == nil, now >= reconnectAt else { return }
        reconnectAt = now.advanced(by: Self.reconnectInterval)
        do throws(BusFailure) {
            let bus = try BusConnection()
            for service in [Self.networkManager, AvahiService.name] {
                try bus.listen(
                    "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',"
                        + "arg0='\(service)'"
                )
            }
            try bus.listen(AvahiService.match)
            for match in NetworkManager.matches { try bus.listen(match) }
            self.bus = bus
            announcer.forget()
            inspect()
        } catch {
            // Some machines have no D-Bus; requests then fail with that reason.
            bus = nil
        }
    }

    /// Forgets the bus and all that was known of its services.
    func loseBus() {
        bus = nil
        networkState = nil
        inspectAt = nil
        announcer.forget()
    }

    private func receiveSignals() {
        guard let bus else { return }
        do throws(BusFailure) {
            while let signal = try bus.nextSignal() { receive(signal, bus) }
        } catch {
            loseBus()
        }
    }

    private func receive(_ signal: BusSignal, _ bus: BusConnection) {
        if signal.name == "NameOwnerChanged" {
            if signal.values.first?.text == AvahiService.name {
                announcer.forget()
            } else {
                inspectSoon()
            }
            return
        }
        if signal.interface.hasPrefix(AvahiService.name) {
            if let event = announcer.receive(signal, bus) { publish(.remark(event)) }
            publishName()
            return
        }
        recordFailure(signal)
        inspectSoon()
    }

    /// Only a device's signal has the reason of a failure: a moment later the device is idle.
    private func recordFailure(_ signal: BusSignal) {
        guard let change, signal.name == "StateChanged", signal.path == change.device,
            signal.interface == Self.networkManager + ".Device", signal.values.count == 3,
            // NM_DEVICE_STATE_FAILED
            signal.values[0].number == 120, let reason = signal.values[2].number
        else { return }
        failure = NetworkFailure(deviceReason: reason)
    }

    static let networkManager = "org.freedesktop.NetworkManager"

    // MARK: Inspecting

    func inspectSoon() {
        if inspectAt == nil { inspectAt = Instant.monotonic().advanced(by: Self.inspectionDelay) }
    }

    /// Reads NetworkManager's state and publishes changes.
    func inspect() {
        inspectAt = nil
        guard let bus else { return }
        do throws(BusFailure) {
            networkState = try NetworkManager(bus: bus).networkState()
        } catch {
            networkState = nil
            if error.kind == .lost { loseBus() }
            // A service that timed out may answer later; a missing one signals when it starts.
            if error.kind == .timedOut { inspectAt = Instant.monotonic().advanced(by: .seconds(5)) }
        }
        announcer.addressesMayHaveChanged()
        publishLink(at: .monotonic())
    }

    /// Publishes the link, if it has changed.
    func publishLink(at now: Instant) {
        guard let networkState else { return }
        let link = linkState.link(in: networkState, at: now)
        if link != toldLink {
            toldLink = link
            publish(
                .link(
                    link.state,
                    error: 0,
                    networkName: link.networkName,
                    address: link.address
                )
            )
        }
        let isOn = networkState.hotspot != nil
        // During a change the wished state is shown.
        if isOn != toldHotspot, change == nil {
            toldHotspot = isOn
            publish(.hotspot(isOn: isOn))
        }
    }

    private func announce(at now: Instant) {
        if let bus, let event = announcer.step(bus, at: now) { publish(.remark(event)) }
        publishName()
    }

    private func publishName() {
        guard announcer.name != toldName else { return }
        toldName = announcer.name
        publish(.announced(toldName))
    }
}
