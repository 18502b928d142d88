import Access
import Testing

@Suite struct PeerAddressTests {
    private func address(_ text: String) throws -> PeerAddress {
        try #require(PeerAddress(text))
    }

    @Test(arguments: [
        ("2001:db8::1", true), ("2a02:8070:1:2::7", true), ("fd00::1", false), ("fe80::1", false),
        ("::1", false), ("192.168.1.7", false), ("8.8.8.8", false), ("::ffff:8.8.8.8", false),
    ])
    func whatTheWholeInternetReachesByIPv6(text: String, isGlobal: Bool) throws {
        #expect(try address(text).isGlobalIPv6 == isGlobal)
    }

    @Test func aNetworkOfIPv6HasSixtyFourBits() throws {
        let own = try address("2001:db8:1:2::7")
        let (near, far) = (try address("2001:db8:1:2:ffff::9"), try address("2001:db8:1:3::7"))
        #expect(own.sharesNetwork(with: near))
        #expect(!own.sharesNetwork(with: far))
        let (first, second) = (try address("10.0.0.1"), try address("10.0.0.2"))
        #expect(!first.sharesNetwork(with: second))
    }

    @Test func manyAddressesOfOneNetworkAreOneHousehold() throws {
        let households = try [
            "2001:db8:1:2::7", "2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:3::7", "10.0.0.1",
            "10.0.0.2",
        ].map { try address($0).household }
        #expect(households[0] == households[1])
        #expect(Set(households).count == 4)
    }
}
