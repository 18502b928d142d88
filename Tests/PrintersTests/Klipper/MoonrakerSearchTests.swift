import Printers
import Surroundings
import System
import Testing

struct MoonrakerSearchTests {
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
        let found = SearchRange.addresses(of: [interface(0xc0a8_0165, prefix)], named: [])
        #expect(found.count == count)
        #expect(found.contains(0xc0a8_0165))
        #expect(found.allSatisfy { $0 >> 8 == 0xc0a801 })
        #expect(prefix > 30 || !found.contains { $0 & 0xff == 0 || $0 & 0xff == 255 })
    }

    @Test func asksEachAddressOnceAndAllOfLoopbackOnlyWhereItIsNamed() {
        let both = [interface(0xc0a8_0105, 24), interface(0xc0a8_0106, 24), loopback]
        let all = SearchRange.addresses(of: both, named: [])
        #expect(all.count == 255)
        #expect(all.filter { $0 >> 24 == 127 } == [0x7f00_0001])
        let named = SearchRange.addresses(of: both, named: ["lo"])
        #expect(named.count == 254)
        #expect(named.first == 0x7f00_0001)
        #expect(SearchRange.addresses(of: both, named: ["wlan0"]).isEmpty)
    }

    @Test(arguments: [
        (["127.0.0.1", "192.168.1.5", "192.168.1.6"], ["127.0.0.1", "192.168.1.6"]),
        (["192.168.1.5", "192.168.1.6"], ["192.168.1.5", "192.168.1.6"]),
    ])
    func namesAPrinterOfThisMachineOnce(found: [String], kept: [String]) {
        let machine = [interface(0xc0a8_0105, 24), loopback]
        let printers = found.map { address in
            var printer = DeviceStatus.FoundPrinter()
            printer.address = address
            return printer
        }
        #expect(SearchRange.each(of: printers, once: machine).map(\.address) == kept)
    }

    @Test(arguments: [
        (200, #"{"result":{"state":"ready","hostname":"voron"}}"#, "voron"),
        (200, #"{"result":{"state":"ready"}}"#, ""),
        (
            401, #"{"error":{"code":401,"message":"Unauthorized"}}"#,
            "Klipper printer that wants an API key"
        ),
        (503, #"{"error":{"code":503,"message":"x"}}"#, "Klipper printer that is not ready"),
    ])
    func knowsMoonraker(status: Int, body: String, name: String) {
        #expect(MoonrakerSign.name(in: status, Array(body.utf8)) == name)
    }

    @Test(arguments: [
        (200, ""), (200, "<html>"), (200, "{}"), (200, #"{"result":{"ok":true}}"#), (404, "{}"),
        (404, #"{"error":{"code":404,"message":"Not Found"}}"#),
        (401, #"{"error":"Unauthorized"}"#), (401, #"{"error":{"code":1,"message":"no"}}"#),
    ])
    func knowsWhoIsSomebodyElse(status: Int, body: String) {
        #expect(MoonrakerSign.name(in: status, Array(body.utf8)) == nil)
    }
}
