import Access
import Testing

struct AddressRangeTests {
    @Test(arguments: [
        ("192.168.1.7", "192.168.1.7", true),
        ("192.168.1.7", "192.168.1.8", false),
        ("192.168.1.0/24", "192.168.1.255", true),
        ("192.168.1.0/24", "192.168.2.1", false),
        ("10.0.0.0/9", "10.127.255.255", true),
        ("10.0.0.0/9", "10.128.0.0", false),
        ("0.0.0.0/0", "8.8.8.8", true),
        ("0.0.0.0/0", "fd00::1", false),
        ("fd00::/8", "fdff::1", true),
        ("fd00::/8", "fe80::1", false),
        ("::/0", "fe80::1", true),
        ("fe80::/10", "fe80::1%eth0", true),
        ("192.168.1.0/24", "::ffff:192.168.1.9", true),
        ("::ffff:192.168.1.0/120", "192.168.1.9", true),
    ])
    func aRangeHoldsWhatSharesItsFirstBits(text: String, address: String, isIn: Bool) throws {
        let range = try #require(AddressRange(text))
        let peer = try #require(PeerAddress(address))
        #expect(range.contains(peer) == isIn)
    }

    @Test(arguments: [
        "", "192.168.1", "192.168.1.0/33", "192.168.1.0/", "192.168.1.0/-1", "192.168.1.0/+8",
        "fd00::/129",
        "heater.local", "192.168.1.0/24/8", "fe80::1%eth0", "1.2.3.4/0x8",
    ])
    func whatIsNoRangeIsRefused(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test func aListIsGoodAsAWholeOrNotAtAll() {
        #expect(AddressRange.list("10.0.0.0/8, fd00::/8")?.count == 2)
        #expect(AddressRange.list("10.0.0.0/8, nonsense") == nil)
        #expect(AddressRange.list("10.0.0.0/8,") == nil)
    }

    @Test(arguments: ["192.168.1.0/24", "10.0.0.7", "fd00::/8", "::1"])
    func aRangeIsToldAsItWasWritten(text: String) throws {
        #expect(try #require(AddressRange(text)).description == text)
    }
}
