import Chamber
package import Surroundings

/// The settings of a connection as NetworkManager takes them (its reference, "nm-settings-dbus").
package enum ConnectionProfile {
    /// What a profile that Hearth made is for; stored in the profile itself, so that Hearth
    /// recognises its own and leaves others alone.
    package enum Purpose: String, Sendable {
        case station
        case hotspot
    }

    /// A key of the setting `user`, which must contain a point.
    private static let mark = "org.hearth.purpose"

    /// The shortest and longest password of WPA (IEEE 802.11, annex J: 8 to 63 characters, or 64 hex
    /// digits).
    static let passwordLength = 8...64

    /// To join `network`.
    /// - Parameters:
    ///   - ssid: the bytes of its name; `nil`: those of the name for people.
    ///   - security: the network's security; `nil`: it is not in range, and is probed for by name.
    package static func station(
        _ network: DeviceProfile.Network,
        ssid: [UInt8]? = nil,
        security: NetworkState.Security?,
        uuid: String
    ) -> BusValue {
        var wireless: [String: BusValue] = [
            "ssid": .bytes(ssid ?? Array(network.ssid.utf8)),
            "mode": .string("infrastructure"),
        ]
        if security == nil { wireless["hidden"] = .bool(true) }
        var groups = common(.station, name: network.ssid, uuid: uuid, priority: 10)
        groups["802-11-wireless"] = .options(wireless)
        if let keys = keyManagement(security, network.password) {
            var members: [String: BusValue] = ["key-mgmt": .string(keys)]
            if !network.password.isEmpty { members["psk"] = .string(network.password) }
            groups["802-11-wireless-security"] = .options(members)
        }
        groups["ipv4"] = .options(["method": .string("auto")])
        groups["ipv6"] = .options(["method": .string("auto")])
        return .dictionary(of: "sa{sv}", groups)
    }

    /// To offer `network` on a channel of 2.4 GHz, with addresses for its clients.
    package static func hotspot(
        _ network: DeviceProfile.Network,
        address: String,
        channel: Int,
        uuid: String
    ) -> BusValue {
        var groups = common(.hotspot, name: network.ssid, uuid: uuid, priority: 20)
        groups["802-11-wireless"] = .options([
            "ssid": .bytes(Array(network.ssid.utf8)),
            "mode": .string("ap"),
            // 2.4 GHz: every phone has it, and every country allows it indoors.
            "band": .string("bg"),
            "channel": .uint32(UInt32(channel)),
        ])
        groups["802-11-wireless-security"] = .options([
            "key-mgmt": .string("wpa-psk"),
            "proto": .array(of: "s", [.string("rsn")]),
            "pairwise": .array(of: "s", [.string("ccmp")]),
            "group": .array(of: "s", [.string("ccmp")]),
            "psk": .string(network.password),
        ])
        let entry = BusValue.options(["address": .string(address), "prefix": .uint32(24)])
        groups["ipv4"] = .options([
            "method": .string("shared"), "address-data": .array(of: "a{sv}", [entry]),
        ])
        groups["ipv6"] = .options(["method": .string("ignore")])
        return .dictionary(of: "sa{sv}", groups)
    }

    /// The purpose of Hearth's profile; `nil`: it is not Hearth's.
    package static func purpose(of settings: BusValue) -> Purpose? {
        settings["user"]?["data"]?[mark]?.text.flatMap(Purpose.init)
    }

    /// The network's name in a profile.
    static func ssid(of settings: BusValue) -> [UInt8] {
        settings["802-11-wireless"]?["ssid"]?.bytes ?? []
    }

    /// Why that password cannot work; `nil`: it may. Never contains the password.
    package static func complaint(
        about network: DeviceProfile.Network,
        security: NetworkState.Security?
    ) -> String? {
        let length = network.password.utf8.count
        switch security {
        case .unsupported:
            return
                "\"\(network.ssid)\" needs more than a password (an enterprise network, or WEP); "
                + "join it with NetworkManager's own tools"
        case .password, .newPassword:
            guard passwordLength.contains(length) else {
                return "\"\(network.ssid)\" needs a password of 8 to 63 characters"
            }
        case .open, .openEncrypted:
            guard length == 0 else {
                return "\"\(network.ssid)\" takes no password; join it without one if it is yours"
            }
        case nil:
            guard length == 0 || passwordLength.contains(length) else {
                return "a password has 8 to 63 characters"
            }
        }
        return nil
    }

    private static func keyManagement(
        _ security: NetworkState.Security?,
        _ password: String
    ) -> String? {
        switch security {
        case .newPassword: "sae"
        case .openEncrypted: "owe"
        case .open: nil
        case .password, .unsupported: "wpa-psk"
        case nil: password.isEmpty ? nil : "wpa-psk"
        }
    }

    private static func common(
        _ purpose: Purpose,
        name: String,
        uuid: String,
        priority: Int32
    ) -> [String: BusValue] {
        [
            "connection": .options([
                "id": .string((purpose == .hotspot ? "Hearth hotspot " : "Hearth ") + name),
                "uuid": .string(uuid),
                "type": .string("802-11-wireless"),
                "autoconnect": .bool(true),
                "autoconnect-priority": .int32(priority),
            ]),
            "user": .options([
                "data": .dictionary(of: "ss", [mark: .string(purpose.rawValue)])
            ]),
        ]
    }

    /// A random UUID (RFC 9562, version 4).
    static func makeUUID() -> String {
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        bytes[6] = bytes[6] & 0x0F | 0x40
        bytes[8] = bytes[8] & 0x3F | 0x80
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text += "-" }
            text += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return text
    }
}
