import Chamber
import Surroundings

/// Values of wishes about the machine's network and name; a secret is never repeated.
extension APIWishValue {
    /// IEEE 802.11: a name has up to 32 bytes; a WPA key 8 to 63, or 64 digits.
    private static let nameBytes = 32
    private static let keyBytes = 64

    /// A network to join; without a password an open one.
    func network() throws(APIProblem) -> DeviceWish {
        let fields = try fields(required: ["ssid"], optional: ["password"])
        let name = try fields["ssid"]?.text(bytes: Self.nameBytes) ?? ""
        guard !name.isEmpty else { throw .bad("bad_value", "join_network.ssid is empty") }
        let password = try fields["password"]?.text(bytes: Self.keyBytes) ?? ""
        return .joinNetwork(DeviceProfile.Network(ssid: name, password: password))
    }

    /// The device's own network: what of it is to be another, then whether it is on.
    func hotspot() throws(APIProblem) -> [DeviceWish] {
        let fields = try fields(required: [], optional: ["on", "ssid", "password", "address"])
        let name = try fields["ssid"]?.text(bytes: Self.nameBytes)
        let password = try fields["password"]?.text(bytes: Self.keyBytes)
        let address = try fields["address"]?.host()
        guard name != "", (password?.utf8.count ?? 8) >= 8, address.map(PandaText.isIPv4) ?? true
        else {
            throw .bad(
                "bad_value",
                "hotspot needs a name, a password of 8 bytes at least, and an IPv4 address"
            )
        }
        var wishes: [DeviceWish] = []
        if name != nil || password != nil || address != nil {
            wishes.append(.configureHotspot(ssid: name, password: password, address: address))
        }
        if let isOn = fields["on"] { wishes.append(.setHotspot(isOn: try isOn.bool())) }
        guard !wishes.isEmpty else {
            throw .bad("bad_value", "hotspot holds nothing: give on, ssid, password or address")
        }
        return wishes
    }

    /// A name for the machine.
    func hostname() throws(APIProblem) -> String {
        let name = try text(bytes: Self.nameBytes)
        guard PandaText.isHostname(name) else {
            throw .bad("bad_value", "hostname has letters, digits and -, 32 at most")
        }
        return name
    }
}
