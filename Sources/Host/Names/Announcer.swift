import Chamber
import Surroundings
import SwitchCore
package import System

/// Announces the machine on the network: again when names, addresses or Avahi change, and under
/// another name where the wished one is taken.
///
/// It belongs to the host's thread.
struct Announcer {
    /// AVAHI_ENTRY_GROUP_COLLISION and _FAILURE (avahi-common/defs.h).
    private static let collision = 3
    private static let failure = 4
    /// More collisions than this come from an echo, not from devices of the same name.
    private static let mostAlternatives = 12
    /// Without NetworkManager no signal says that addresses have changed.
    private static let interval = Duration.seconds(30)

    private let configuration: HostConfiguration
    /// The wished name.
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

    /// The name that other devices find this one by, without `.local`; empty: none.
    var name: String { published?.host ?? "" }

    /// Changes the wished name.
    mutating func rename(_ name: String) {
        hostname = name
        due = .zero
    }

    /// Checks the addresses again at the next step.
    mutating func addressesMayHaveChanged() {
        due = .zero
    }

    /// Avahi or the bus has come or gone, and the entries with it.
    mutating func forget() {
        group = nil
        published = nil
        wished = nil
        due = .zero
    }

    /// What others reach each interface by, of all of this machine's addresses.
    private static var reachable: [InterfaceAddress] {
        Announcement.reachable(of: InterfaceAddress.all())
    }

    /// Publishes what has changed. A missing Avahi is no error: not every machine has it.
    mutating func step(_ bus: BusConnection, at now: Instant) -> DeviceEvent? {
        guard configuration.announces, now >= due else { return nil }
        due = now.advanced(by: Self.interval)
        let avahi = AvahiService(bus: bus)
        do throws(BusFailure) {
            let announcement = Announcement(
                hostname: hostname,
                facts: configuration.facts(),
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

    /// Handles a signal of Avahi's; returns an event where it is worth one.
    mutating func receive(_ signal: BusSignal, _ bus: BusConnection) -> DeviceEvent? {
        guard signal.name == "StateChanged", signal.path == group,
            let state = signal.values.first?.number
        else { return nil }
        if state == Self.failure {
            let reason = signal.values.last?.text ?? ""
            return DeviceEvent(
                .network,
                isTrouble: true,
                "Other devices cannot find Hearth by name: Avahi gave up (\(reason))."
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
            // Avahi does not say which name is taken. Where Avahi manages the host's name itself,
            // it must be the services'.
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
                + "\(other.host).local. Give it a unique name."
        )
    }

    private mutating func publish(
        _ announcement: Announcement?,
        _ avahi: AvahiService
    ) throws(BusFailure) -> DeviceEvent? {
        // A remaining group would collide with the next one.
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
            // A name that this machine itself uses is reported at once, not by a signal.
            guard error.name == "org.freedesktop.Avahi.CollisionError" else { throw error }
            return chooseAlternative(avahi.bus)
        }
        return nil
    }

    private mutating func trouble(_ failure: BusFailure) -> DeviceEvent? {
        wished = nil
        // A missing service is no error; a refusal is reported now and then.
        guard failure.kind != .missing, failure.kind != .lost else { return nil }
        due = due.advanced(by: .minutes(10))
        return DeviceEvent(
            .network,
            isTrouble: true,
            "Other devices cannot find Hearth by name: "
                + BusTrouble.words(for: failure, from: .discovery) + "."
        )
    }
}

/// What other devices find the machine by: names, port and addresses.
package struct Announcement: Equatable, Sendable {
    /// A service as DNS-SD has it.
    package struct Service: Equatable, Sendable {
        /// As `_http._tcp`.
        package let type: String
        /// TXT records, each `key=value`.
        package let texts: [String]
    }

    /// What a program wants to know before it connects, for a card of a device that was found.
    package struct Facts: Equatable, Sendable {
        /// The device's own, whatever its name and address are.
        package var identity = ""
        /// The program's version.
        package var version = ""
        /// The name that people gave the device.
        package var name = ""
        /// Everyone who controls it has to know a password.
        package var asksForPassword = false

        package init() {}

        /// TXT records; a value has 255 bytes at most, with its key (RFC 6763, section 6.1).
        fileprivate var texts: [String] {
            [
                "id=\(identity)", "version=\(version)", "name=\(name.prefix(60))",
                "password=\(asksForPassword ? "yes" : "no")",
            ]
        }
    }

    /// The host's name without `.local`.
    package var host: String
    /// What our own entry says.
    var facts: Facts
    /// The services' name.
    var name: String
    var port: UInt16
    /// Addresses of the name; empty: it is the machine's own name, which Avahi manages.
    package var addresses: [InterfaceAddress]

    /// The stock firmware's entry, by which clients of the Panda Breath find a device (wire
    /// contract, section 1), and our own interface.
    package var services: [Service] {
        [
            Service(type: "_http._tcp", texts: ["board=\(host)", "path=/"]),
            Service(type: "_hearth._tcp", texts: ["path=/api/v1"] + facts.texts),
        ]
    }

    /// For a daemon that listens on `listening`, at `port`; `nil`: no other device could reach it.
    package init?(
        hostname: String,
        facts: Facts = Facts(),
        port: UInt16,
        listening: String,
        machineName: String,
        addresses: [InterfaceAddress]
    ) {
        let isEvery = listening == "0.0.0.0" || listening == "::"
        let reachable = addresses.filter { address in
            switch listening {
            case "::": true
            case "0.0.0.0": address.number != nil
            default: address.text == listening
            }
        }
        guard !reachable.isEmpty else { return nil }
        host = hostname
        self.facts = facts
        name = hostname
        self.port = port
        let isMachineName = machineName.lowercased() == hostname.lowercased()
        self.addresses = isMachineName && isEvery ? [] : reachable
    }
}

extension Announcement {
    /// The first IPv4 address of each interface and its first IPv6 address, in the given order. None
    /// that means something on one cable only: a browser cannot say which cable.
    package static func reachable(of addresses: [InterfaceAddress]) -> [InterfaceAddress] {
        let known = addresses.filter { !$0.isLoopback && !$0.isLinkLocal }
        return known.filter { address in
            let first = known.first { other in
                other.index == address.index && other.bytes.count == address.bytes.count
            }
            return address == first
        }
    }
}
