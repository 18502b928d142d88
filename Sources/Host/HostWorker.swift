import Chamber
import Glibc
import MachineClock
import Surroundings
import SwitchCore
import Threads

/// The host's thread: waits for orders, for the bus, and for its own times, one thing after the other.
///
/// It owns the connection to the bus, and opens it anew when it is lost. Orders are carried out in
/// their order; while a change of the network starts, the next ones wait.
final class HostWorker {
    /// Between two attempts to reach the bus, and to find NetworkManager.
    private static let reconnectInterval = Duration.seconds(5)
    /// Signals come in swarms: one look is enough for what comes within this time.
    private static let lookDelay = Duration.milliseconds(200)

    let configuration: HostConfiguration
    let inbox: HostInbox
    let tell: (HostNews) -> Void

    var bus: BusConnection?
    private var reconnectAt = Instant.zero
    private var lookAt: Instant?
    /// Orders that wait for a change to come into effect.
    var waiting: [HostOrder] = []

    var picture: NetworkPicture?
    var linkView = LinkView()
    var toldLink: LinkView.Link?
    var toldHotspot: Bool?
    var announcer: Announcer
    /// Why a device failed last, since the change began.
    var failure: NetworkFailure?
    var change: RunningChange?
    var search: RunningSearch?
    /// What the hotspot offers that this thread has set up.
    var offered: HostRequest?

    init(
        _ configuration: HostConfiguration,
        _ inbox: HostInbox,
        _ tell: @escaping (HostNews) -> Void
    ) {
        self.configuration = configuration
        self.inbox = inbox
        self.tell = tell
        announcer = Announcer(configuration)
    }

    /// Works until the inbox is stopped.
    func run() {
        while !inbox.isStopped {
            let now = Instant.monotonic()
            reconnect(at: now)
            takeSignals()
            takeOrders()
            if let due = lookAt, Instant.monotonic() >= due { look() }
            stepChange(at: .monotonic())
            stepSearch(at: .monotonic())
            announce(at: .monotonic())
            wait()
        }
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
            look()
        } catch {
            // No bus is how some machines are; a request for it is answered with that.
            bus = nil
        }
    }

    /// The bus has gone: all that was known of its services with it.
    func loseBus() {
        bus = nil
        picture = nil
        lookAt = nil
        announcer.forget()
    }

    private func takeSignals() {
        guard let bus else { return }
        do throws(BusFailure) {
            while let signal = try bus.nextSignal() { take(signal, bus) }
        } catch {
            loseBus()
        }
    }

    private func take(_ signal: BusSignal, _ bus: BusConnection) {
        if signal.name == "NameOwnerChanged" {
            if signal.values.first?.text == AvahiService.name {
                announcer.forget()
            } else {
                lookSoon()
            }
            return
        }
        if signal.interface.hasPrefix(AvahiService.name) {
            if let event = announcer.take(signal, bus) { tell(.remark(event)) }
            return
        }
        noteFailure(signal)
        lookSoon()
    }

    /// A device tells why it failed in its signal alone: a moment later it is at rest.
    private func noteFailure(_ signal: BusSignal) {
        guard let change, signal.name == "StateChanged", signal.path == change.device,
            signal.interface == Self.networkManager + ".Device", signal.values.count == 3,
            // NM_DEVICE_STATE_FAILED
            signal.values[0].number == 120, let reason = signal.values[2].number
        else { return }
        failure = NetworkFailure(deviceReason: reason)
    }

    static let networkManager = "org.freedesktop.NetworkManager"

    // MARK: Looking

    func lookSoon() {
        if lookAt == nil { lookAt = Instant.monotonic().advanced(by: Self.lookDelay) }
    }

    /// Reads what NetworkManager shows, and tells what has changed.
    func look() {
        lookAt = nil
        guard let bus else { return }
        do throws(BusFailure) {
            picture = try NetworkManager(bus: bus).picture()
        } catch {
            picture = nil
            if error.kind == .lost { loseBus() }
            // Who does not answer now may do so later; who is not there says so when it comes.
            if error.kind == .timedOut { lookAt = Instant.monotonic().advanced(by: .seconds(5)) }
        }
        announcer.addressesMayHaveChanged()
        tellLink(at: .monotonic())
    }

    /// Tells the link, where it is another one than was told.
    func tellLink(at now: Instant) {
        guard let picture else { return }
        let link = linkView.link(in: picture, at: now)
        if link != toldLink {
            toldLink = link
            tell(
                .link(
                    link.state,
                    error: 0,
                    networkName: link.networkName,
                    address: link.address
                )
            )
        }
        let isOn = picture.hotspot != nil
        // While a change is under way, what is wished is shown.
        if isOn != toldHotspot, change == nil {
            toldHotspot = isOn
            tell(.hotspot(isOn: isOn))
        }
    }

    private func announce(at now: Instant) {
        guard let bus, let event = announcer.step(bus, at: now) else { return }
        tell(.remark(event))
    }

    // MARK: Waiting

    /// The next moment at which there is something to do.
    private var wakeTime: Instant? {
        var times = [lookAt, linkView.wakeTime, change?.machine.wakeTime, search?.until]
        if bus == nil { times.append(reconnectAt) }
        if let bus { times += [bus.wakeTime, announcer.wakeTime] }
        return times.compactMap { $0 }.min()
    }

    private func wait() {
        var descriptors = [
            pollfd(fd: inbox.alarm.descriptor, events: Int16(POLLIN), revents: 0)
        ]
        if let bus {
            let poll = bus.poll
            descriptors.append(pollfd(fd: poll.descriptor, events: poll.events, revents: 0))
        }
        let left = wakeTime.map { $0.duration(since: .monotonic()) }
        _ = poll(&descriptors, nfds_t(descriptors.count), left?.pollMilliseconds ?? -1)
        inbox.alarm.clear()
        if let due = linkView.wakeTime, Instant.monotonic() >= due { tellLink(at: .monotonic()) }
    }
}
