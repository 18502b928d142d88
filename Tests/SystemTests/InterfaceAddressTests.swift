import System
import Testing

struct InterfaceAddressTests {
    @Test("Addresses of both families are written as people write them")
    func text() {
        let four = InterfaceAddress(
            name: "eth0",
            index: 2,
            isLoopback: false,
            bytes: [192, 168, 1, 20],
            prefix: 24
        )
        #expect(four.text == "192.168.1.20")
        #expect(four.number == 0xc0a8_0114)
        let six = InterfaceAddress(
            name: "eth0",
            index: 2,
            isLoopback: false,
            bytes: [0xfe, 0x80] + [UInt8](repeating: 0, count: 13) + [1],
            prefix: 64
        )
        #expect(six.text == "fe80::1")
        #expect(six.number == nil)
    }

    @Test("This machine's addresses have the lengths of their families")
    func machine() {
        let all = InterfaceAddress.all()
        #expect(all.contains { $0.isLoopback && $0.number == 0x7f00_0001 })
        for address in all {
            #expect([4, 16].contains(address.bytes.count))
            #expect(0...address.bytes.count * 8 ~= address.prefix)
            #expect(!address.name.isEmpty)
            #expect(!address.text.isEmpty)
            if address.isLoopback, let number = address.number { #expect(number >> 24 == 127) }
        }
    }

    @Test("An interface that is not there has no card")
    func hardwareAddress() {
        #expect(InterfaceAddress.hardwareAddress(of: "no-such-interface") == nil)
    }
}
