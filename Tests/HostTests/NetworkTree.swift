import Host

/// NetworkManager's objects for tests.
struct NetworkTree {
    private static let root = "org.freedesktop.NetworkManager"
    private static let place = "/org/freedesktop/NetworkManager"
    private var objects: [String: [String: BusValue]] = [:]
    private var points: [BusValue] = []

    init() { setPrimary("/") }

    mutating func setPrimary(_ active: String) {
        put(Self.place, "", ["PrimaryConnection": .path(active)])
    }

    mutating func addCable(_ state: UInt32, active: String = "/", address: String = "10.0.0.2") {
        addDevice("/wired", kind: 1, state, active, address)
    }

    /// - Parameter ssid: the name in use; the mode is 3 where it is offered.
    mutating func addRadio(
        _ state: UInt32,
        ssid: String = "",
        mode: UInt32 = 2,
        active: String = "/",
        address: String = "10.0.0.3"
    ) {
        addDevice("/radio", kind: 2, state, active, address)
        put("/used", ".AccessPoint", ["Ssid": .bytes(Array(ssid.utf8))])
        put(
            "/radio",
            ".Device.Wireless",
            [
                "Mode": .uint32(mode), "WirelessCapabilities": .uint32(0x40),
                "ActiveAccessPoint": .path(ssid.isEmpty ? "/" : "/used"),
                "AccessPoints": .array(of: "o", points), "LastScan": .int64(7),
            ]
        )
    }

    /// Call it before adding the radio that sees the network.
    mutating func addNetwork(
        _ ssid: [UInt8],
        strength: UInt8,
        flags: UInt32 = 1,
        keys: UInt32,
        frequency: UInt32 = 5_180
    ) {
        let path = "/point\(points.count)"
        points.append(.path(path))
        put(
            path,
            ".AccessPoint",
            [
                "Ssid": .bytes(ssid), "Strength": .byte(strength), "Flags": .uint32(flags),
                "RsnFlags": .uint32(keys), "WpaFlags": .uint32(0),
                "Frequency": .uint32(frequency),
            ]
        )
    }

    var networkState: NetworkState {
        let entries = objects.mapValues { BusValue.dictionary(of: "sa{sv}", $0) }
        return NetworkState(.dictionary(of: "oa{sa{sv}}", entries))
    }

    private mutating func addDevice(
        _ path: String,
        kind: UInt32,
        _ state: UInt32,
        _ active: String,
        _ address: String
    ) {
        put(
            path,
            ".Device",
            [
                "Interface": .string(path), "DeviceType": .uint32(kind), "State": .uint32(state),
                "Managed": .bool(true), "ActiveConnection": .path(active),
                "Ip4Config": .path(path + "/config"),
            ]
        )
        let entry = BusValue.options(["address": .string(address), "prefix": .uint32(24)])
        put(path + "/config", ".IP4Config", ["AddressData": .array(of: "a{sv}", [entry])])
    }

    private mutating func put(_ path: String, _ interface: String, _ values: [String: BusValue]) {
        objects[path, default: [:]][Self.root + interface] = .options(values)
    }
}
