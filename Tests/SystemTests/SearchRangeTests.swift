import System
import Testing

struct SearchRangeTests {
    private func interface(
        _ address: UInt32,
        _ prefix: Int,
        name: String = "eth0"
    ) -> InterfaceAddress {
        InterfaceAddress(
            name: name,
            index: 1,
            isLoopback: name == "lo",
            bytes: withUnsafeBytes(of: address.bigEndian) { Array($0) },
            prefix: prefix
        )
    }

    private var loopback: InterfaceAddress { interface(0x7f00_0001, 8, name: "lo") }

    @Test(arguments: [(24, 254), (16, 254), (8, 254), (25, 126), (30, 2), (31, 1), (32, 1)])
    func asksANetworkButNeverBeyondASlash24(prefix: Int, count: Int) {
        let found = SearchRange.addresses(of: [interface(0xc0a8_0165, prefix)])
        #expect(found.count == count)
        #expect(found.contains(0xc0a8_0165))
        #expect(found.allSatisfy { $0 >> 8 == 0xc0a801 })
        #expect(prefix > 30 || !found.contains { $0 & 0xff == 0 || $0 & 0xff == 255 })
    }

    @Test func asksEachAddressOnceAndAllOfLoopbackOnlyWhereItIsNamed() {
        let both = [interface(0xc0a8_0105, 24), interface(0xc0a8_0106, 24), loopback]
        let all = SearchRange.addresses(of: both)
        #expect(all.count == 255)
        #expect(all.filter { $0 >> 24 == 127 } == [0x7f00_0001])
        let named = SearchRange.addresses(of: both, named: ["lo"])
        #expect(named.count == 254)
        #expect(named.first == 0x7f00_0001)
        #expect(SearchRange.addresses(of: both, named: ["wlan0"]).isEmpty)
    }

    @Test(arguments: [
        ([0x7f00_0001, 0xc0a8_0105, 0xc0a8_0106], [0xc0a8_0105]),
        ([0xc0a8_0105, 0xc0a8_0106], [UInt32]()),
    ])
    func knowsThisMachineAgain(found: [UInt32], again: [UInt32]) {
        let machine = [interface(0xc0a8_0105, 24), loopback]
        #expect(SearchRange.again(in: found, of: machine) == Set(again))
    }
}
