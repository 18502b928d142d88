import Chamber
import Host
import Surroundings
import Testing

@Suite struct ConnectionProfileTests {
    private let home = DeviceProfile.Network(ssid: "Home", password: "a long secret")
    private let open = DeviceProfile.Network(ssid: "Café")

    private func security(_ profile: BusValue) -> BusValue? { profile["802-11-wireless-security"] }

    @Test func aPasswordGoesWithItsKindOfNetwork() {
        let old = ConnectionProfile.station(home, security: .password, uuid: "1")
        #expect(security(old)?["key-mgmt"]?.text == "wpa-psk")
        #expect(security(old)?["psk"]?.text == home.password)
        let new = ConnectionProfile.station(home, security: .newPassword, uuid: "1")
        #expect(security(new)?["key-mgmt"]?.text == "sae")
        #expect(security(ConnectionProfile.station(open, security: .open, uuid: "1")) == nil)
    }

    @Test func whatIsNotInSightIsSoughtByName() {
        let profile = ConnectionProfile.station(home, security: nil, uuid: "1")
        #expect(profile["802-11-wireless"]?["hidden"] == .bool(true))
        #expect(security(profile)?["key-mgmt"]?.text == "wpa-psk")
        #expect(security(ConnectionProfile.station(open, security: nil, uuid: "1")) == nil)
    }

    @Test func namesAreBytes() {
        let profile = ConnectionProfile.station(open, security: .open, uuid: "1")
        #expect(profile["802-11-wireless"]?["ssid"]?.bytes == Array("Café".utf8))
    }

    @Test func aHotspotSharesAndIsNeverOpen() {
        let profile = ConnectionProfile.hotspot(home, address: "10.9.8.7", channel: 6, uuid: "1")
        #expect(profile["ipv4"]?["method"]?.text == "shared")
        #expect(security(profile)?["psk"]?.text == home.password)
        #expect(profile["802-11-wireless"]?["mode"]?.text == "ap")
        #expect(profile["802-11-wireless"]?["channel"] == .uint32(6))
    }

    @Test func hearthKnowsItsOwn() {
        let station = ConnectionProfile.station(home, security: .password, uuid: "1")
        #expect(ConnectionProfile.purpose(of: station) == .station)
        let hotspot = ConnectionProfile.hotspot(home, address: "10.9.8.7", channel: 6, uuid: "1")
        #expect(ConnectionProfile.purpose(of: hotspot) == .hotspot)
        #expect(ConnectionProfile.purpose(of: .options([:])) == nil)
    }

    @Test(
        arguments: [
            ("", .password, false), ("1234567", .password, false), ("12345678", .password, true),
            ("12345678", .open, false), ("", .open, true), ("", nil, true), ("1234567", nil, false),
            ("12345678", .unsupported, false), ("12345678", .newPassword, true),
        ] as [(String, NetworkState.Security?, Bool)]
    )
    func whatCannotWorkIsSaidBefore(
        password: String,
        security: NetworkState.Security?,
        isPossible: Bool
    ) {
        let network = DeviceProfile.Network(ssid: "Home", password: password)
        let complaint = ConnectionProfile.complaint(about: network, security: security)
        #expect((complaint == nil) == isPossible)
        if !password.isEmpty { #expect(complaint?.contains(password) != true) }
    }
}
