/// NetworkManager's state at one moment: its whole tree of objects, read once.
///
/// The numbers are those of NetworkManager's interface (its reference, "nm-dbus-types").
package struct NetworkState: Equatable, Sendable {
    /// A network interface.
    struct Device: Equatable, Sendable {
        /// NMDeviceType: 1 Ethernet, 2 Wi-Fi.
        enum Kind: Equatable, Sendable {
            case wired
            case wireless
            case other
        }

        /// NMDeviceState, coarser.
        enum State: Equatable, Sendable {
            /// Unmanaged, without radio or cable, or idle (below 40).
            case resting
            /// Connecting (40 to 90).
            case connecting
            case connected
            /// Disconnecting, or failed (above 100).
            case leaving
        }

        let path: String
        var name = ""
        var kind = Kind.other
        var state = State.resting
        var isManaged = false
        /// Path of the active connection; `/`: none.
        var active = "/"
        /// IPv4.
        var addresses: [String] = []
        /// The network in use or offered; empty: none.
        var ssid: [UInt8] = []
        /// It offers a network of its own (NM80211Mode 3).
        var isAccessPoint = false
        /// NMDeviceWifiCapabilities has 0x40.
        var canBeAccessPoint = false
        /// When a search ended, in milliseconds of CLOCK_BOOTTIME; -1: never.
        var lastScan = -1
        /// Paths of the access points in range.
        var accessPoints: [String] = []
    }

    /// An access point in range.
    struct AccessPoint: Equatable, Sendable {
        var ssid: [UInt8] = []
        /// 0 to 100.
        var strength = 0
        /// MHz; 0: unknown.
        var frequency = 0
        var security = Security.open
    }

    /// A network's security, from NM80211ApFlags and NM80211ApSecurityFlags.
    package enum Security: Equatable, Sendable {
        case open
        /// WPA or WPA2 with a password, or WPA3 beside it.
        case password
        /// WPA3 alone.
        case newPassword
        /// Opportunistic encryption without a password.
        case openEncrypted
        /// Enterprise security, or WEP, which protects nothing.
        case unsupported
    }

    /// An active or starting connection.
    struct Active: Equatable, Sendable {
        /// NMActiveConnectionState: 1 activating, 2 activated, 3 deactivating, 4 deactivated.
        var state = 0
        var profile = "/"
    }

    var devices: [Device] = []
    var accessPoints: [String: AccessPoint] = [:]
    var actives: [String: Active] = [:]
    /// Path of the active connection with the default route; `/`: none.
    var primary = "/"
}

extension NetworkState {
    private static let root = "org.freedesktop.NetworkManager"

    /// Reads what `GetManagedObjects` answered: paths, their interfaces, and the properties of
    /// those.
    package init(_ tree: BusValue) {
        let objects = tree.members ?? [:]
        if let manager = objects["/org/freedesktop/NetworkManager"]?[Self.root] {
            primary = manager["PrimaryConnection"]?.text ?? "/"
        }
        for (path, interfaces) in objects {
            if let properties = interfaces[Self.root + ".AccessPoint"] {
                accessPoints[path] = AccessPoint(properties)
            }
            if let properties = interfaces[Self.root + ".Connection.Active"] {
                actives[path] = Active(
                    state: properties["State"]?.number ?? 0,
                    profile: properties["Connection"]?.text ?? "/"
                )
            }
        }
        devices = objects.compactMap { path, interfaces in
            guard let properties = interfaces[Self.root + ".Device"] else { return nil }
            var device = Device(path: path, properties)
            if let wireless = interfaces[Self.root + ".Device.Wireless"] {
                device.readWireless(wireless)
                let used = wireless["ActiveAccessPoint"]?.text ?? "/"
                device.ssid = accessPoints[used]?.ssid ?? []
            }
            let address = properties["Ip4Config"]?.text ?? "/"
            let entries = objects[address]?[Self.root + ".IP4Config"]?["AddressData"]?.elements
            device.addresses = (entries ?? []).compactMap { $0["address"]?.text }
            return device
        }
        // A dictionary has no order, and the choice among devices must be the same each time.
        devices.sort { $0.name < $1.name }
    }
}

extension NetworkState.Device {
    fileprivate init(path: String, _ properties: BusValue) {
        self.path = path
        name = properties["Interface"]?.text ?? ""
        kind =
            switch properties["DeviceType"]?.number {
            case 1: .wired
            case 2: .wireless
            default: .other
            }
        state =
            switch properties["State"]?.number ?? 0 {
            case 40...90: .connecting
            case 100: .connected
            case 101...: .leaving
            default: .resting
            }
        isManaged = properties["Managed"]?.truth ?? false
        active = properties["ActiveConnection"]?.text ?? "/"
    }

    fileprivate mutating func readWireless(_ properties: BusValue) {
        isAccessPoint = properties["Mode"]?.number == 3
        canBeAccessPoint = (properties["WirelessCapabilities"]?.number ?? 0) & 0x40 != 0
        lastScan = properties["LastScan"]?.number ?? -1
        accessPoints = (properties["AccessPoints"]?.elements ?? []).compactMap(\.text)
    }
}

extension NetworkState.AccessPoint {
    fileprivate init(_ properties: BusValue) {
        ssid = properties["Ssid"]?.bytes ?? []
        strength = properties["Strength"]?.number ?? 0
        frequency = properties["Frequency"]?.number ?? 0
        let flags = properties["Flags"]?.number ?? 0
        let old = properties["WpaFlags"]?.number ?? 0
        let new = properties["RsnFlags"]?.number ?? 0
        security = .init(flags: flags, keys: old | new)
    }
}

extension NetworkState.Security {
    /// Key management: PSK 0x100, 802.1X 0x200, SAE 0x400, OWE 0x800, OWE-TM 0x1000; privacy 0x1.
    init(flags: Int, keys: Int) {
        if keys & 0x100 != 0 {
            self = .password
        } else if keys & 0x400 != 0 {
            self = .newPassword
        } else if keys & 0x200 != 0 {
            self = .unsupported
        } else if keys & 0x800 != 0 {
            self = .openEncrypted
        } else {
            self = flags & 0x1 != 0 ? .unsupported : .open
        }
    }
}

extension NetworkState {
    /// The networks to choose from, strongest first: each once, without hidden ones, with the bytes that
    /// its name stands for.
    package var networkNames: [(shown: String, bytes: [UInt8])] {
        var strongest: [[UInt8]: Int] = [:]
        for device in devices where device.kind == .wireless && !device.isAccessPoint {
            for path in device.accessPoints {
                guard let point = accessPoints[path], !point.isHidden else { continue }
                strongest[point.ssid] = max(strongest[point.ssid] ?? 0, point.strength)
            }
        }
        let sorted = strongest.sorted { left, right in
            left.value != right.value
                ? left.value > right.value
                : left.key.lexicographicallyPrecedes(right.key)
        }
        return NetworkName.shownOnce(sorted.map(\.key))
    }

    /// The security of the network of that name; `nil`: it is not in range.
    package func security(of ssid: [UInt8]) -> Security? {
        accessPoints.values.filter { $0.ssid == ssid }.max { $0.strength < $1.strength }?.security
    }

    /// The channel for a network of its own: the quietest of the three of 2.4 GHz that do not
    /// overlap and may be used for that in every country (IEEE 802.11, annex E). NetworkManager on
    /// its own takes any, and a radio without a country set does not send on 12 to 14.
    package var hotspotChannel: Int {
        let noise = [1, 6, 11].map { channel in
            let middle = 2_407 + 5 * channel
            // Neighbours within two channels disturb.
            let heard = accessPoints.values.filter { abs($0.frequency - middle) <= 10 }
            return (channel: channel, sum: heard.reduce(0) { $0 + $1.strength })
        }
        return noise.min { $0.sum < $1.sum }?.channel ?? 1
    }

    /// The interface that joins networks: preferably one that does not offer one.
    var station: Device? {
        let radios = radios
        return radios.first { !$0.isAccessPoint } ?? radios.first
    }

    /// The interface that offers a network: the one that does, else one that can and is free.
    var hotspotRadio: Device? {
        let radios = radios
        return hotspot ?? radios.first { $0.canBeAccessPoint && $0.state == .resting }
            ?? radios.first { $0.canBeAccessPoint } ?? radios.first
    }

    /// The interface that offers a network now.
    var hotspot: Device? {
        devices.first { $0.kind == .wireless && $0.isAccessPoint && $0.state == .connected }
    }

    /// The default route is a cable, so no change of the Wi-Fi cuts anybody off.
    package var isWired: Bool {
        primary != "/"
            && devices.contains {
                $0.kind == .wired && $0.active == primary && $0.state == .connected
            }
    }

    private var radios: [Device] { devices.filter { $0.kind == .wireless && $0.isManaged } }
}

extension NetworkState.AccessPoint {
    /// Hidden networks send an empty name, or one of zeros.
    fileprivate var isHidden: Bool { ssid.allSatisfy { $0 == 0 } }
}
