import Chamber
import Surroundings
import SwitchCore
package import System

/// Keeps the machine's announcement in the network: again when names, addresses or Avahi change, and
/// under another name where the wished one is taken.
///
/// It belongs to the host's thread.
struct Announcer {
    /// AVAHI_ENTRY_GROUP_COLLISION and _FAILURE (avahi-common/defs.h).
    private static let collision = 3
    private static let failure = 4
    /// More devices of one name than this in a home are no collisions but an echo.
    private static let mostAlternatives = 12
    /// Addresses may come and go without a word, where NetworkManager is not there to tell.
    private static let interval = Duration.seconds(30)

    private let configuration: HostConfiguration
    /// The name that is wished.
    private var hostname: String
    private var wished: Announcement?
    private var published: Announcement?
    private var group: String?
    private var attempts = 0
    private var due = Instant.zero

    init(_ configuration: HostConfiguration) {
        self.configuration = configuration
        hostname = configuration.hostname
    }

    /// When ``step(_:at:)`` is due.
    var wakeTime: Instant? { configuration.announces ? due : nil }

    /// Another name is wished.
    mutating func rename(_ name: String) {
        hostname = name
        due = .zero
    }

    /// The addresses may be others.
    mutating func addressesMayHaveChanged() {
        due = .zero
    }

    /// Avahi, or the bus, has come or gone: what was published went with it.
    mutating func forget() {
        group = nil
        published = nil
        wished = nil
        due = .zero
    }

    /// The first IPv4 address of each interface that others can reach, in the kernel's order.
    private static var reachable: [InterfaceAddress] {
        var found: [InterfaceAddress] = []
        for address in InterfaceAddress.all() where address.number != nil && !address.isLoopback {
            if !found.contains(where: { $0.index == address.index }) { found.append(address) }
        }
        return found
    }

    /// Publishes what has changed. Where Avahi is not there nothing is said: not every machine wants it.
    mutating func step(_ bus: BusConnection, at now: Instant) -> DeviceEvent? {
        guard configuration.announces, now >= due else { return nil }
        due = now.advanced(by: Self.interval)
        let avahi = AvahiService(bus: bus)
        do throws(BusFailure) {
            let announcement = Announcement(
                hostname: hostname,
                port: configuration.port,
                listening: configuration.address,
                machineName: try avahi.machineName(),
                addresses: Self.reachable
            )
            guard announcement != wished else { return nil }
            wished = announcement
            attempts = 0
            return try publish(announcement, avahi)
        } catch {
            return trouble(error)
        }
    }

    /// Follows a signal of Avahi's; gives what is worth an event.
    mutating func receive(_ signal: BusSignal, _ bus: BusConnection) -> DeviceEvent? {
        guard signal.name == "StateChanged", signal.path == group,
            let state = signal.values.first?.number
        else { return nil }
        if state == Self.failure {
            let reason = signal.values.last?.text ?? ""
            return DeviceEvent(
                .network,
                isTrouble: true,
                "Others in the network cannot find Hearth by name: Avahi gave up (\(reason))."
            )
        }
        guard state == Self.collision else { return nil }
        return chooseAlternative(bus)
    }

    private mutating func chooseAlternative(_ bus: BusConnection) -> DeviceEvent? {
        guard var other = published, attempts < Self.mostAlternatives else { return nil }
        attempts += 1
        let avahi = AvahiService(bus: bus)
        do throws(BusFailure) {
            // Which of the names is taken is not said. Where the host's is Avahi's own affair, it can
            // only be the services'.
            if !other.addresses.isEmpty {
                other.host = try avahi.alternative(to: other.host, forHost: true)
            }
            other.name = try avahi.alternative(to: other.name, forHost: false)
            if let trouble = try publish(other, avahi) { return trouble }
        } catch {
            return trouble(error)
        }
        return DeviceEvent(
            .network,
            isTrouble: true,
            "The name \(hostname).local is taken in this network: this device is found as "
                + "\(other.host).local. Give it a name of its own to be sure of it."
        )
    }

    private mutating func publish(
        _ announcement: Announcement?,
        _ avahi: AvahiService
    ) throws(BusFailure) -> DeviceEvent? {
        // A group that was left behind would collide with the next.
        if let group { try avahi.free(group) }
        group = nil
        published = nil
        guard let announcement else { return nil }
        let group = try avahi.newGroup()
        self.group = group
        published = announcement
        do throws(BusFailure) {
            try avahi.publish(announcement, in: group)
        } catch {
            // A name that this machine itself gives out already is told at once, not by a signal.
            guard error.name == "org.freedesktop.Avahi.CollisionError" else { throw error }
            return chooseAlternative(avahi.bus)
        }
        return nil
    }

    private mutating func trouble(_ failure: BusFailure) -> DeviceEvent? {
        wished = nil
        // What is not there does not have to be announced by; what refuses says so once in a while.
        guard failure.kind != .missing, failure.kind != .lost else { return nil }
        due = due.advanced(by: .minutes(10))
        return DeviceEvent(
            .network,
            isTrouble: true,
            "Others in the network cannot find Hearth by name: "
                + BusTrouble.words(for: failure, from: .discovery) + "."
        )
    }
}

/// What others in the network can find the machine by: names, port and addresses, as one value.
package struct Announcement: Equatable, Sendable {
    /// A service as DNS-SD has it.
    package struct Service: Equatable, Sendable {
        /// As `_http._tcp`.
        package let type: String
        /// TXT records, each `key=value`.
        package let texts: [String]
    }

    /// The host's name without `.local`.
    package var host: String
    /// The services' name.
    var name: String
    var port: UInt16
    /// Addresses that the name is to lead to; empty: the machine's own name is the same, and Avahi
    /// looks after it.
    package var addresses: [InterfaceAddress]

    /// What is announced: stock's own entry, by which the clients of the Panda Breath find a device
    /// (wire contract, section 1), and our interface.
    package var services: [Service] {
        [
            Service(type: "_http._tcp", texts: ["board=\(host)", "path=/"]),
            Service(type: "_hearth._tcp", texts: ["path=/api/v1"]),
        ]
    }

    /// For a daemon that listens on `listening`, at `port`; `nil`: nobody else could reach it.
    package init?(
        hostname: String,
        port: UInt16,
        listening: String,
        machineName: String,
        addresses: [InterfaceAddress]
    ) {
        let isEvery = listening == "0.0.0.0" || listening == "::"
        let reachable = isEvery ? addresses : addresses.filter { $0.text == listening }
        guard !reachable.isEmpty else { return nil }
        host = hostname
        name = hostname
        self.port = port
        let isMachineName = machineName.lowercased() == hostname.lowercased()
        self.addresses = isMachineName && isEvery ? [] : reachable
    }
}
