import Testing
import WebSocket

struct ReachedSiteTests {
    private static let mapped = [UInt8](repeating: 0, count: 10) + [255, 255, 192, 168, 99, 1]
    private static let global: [UInt8] = [0x20, 1, 0xD, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]
    private static let ofOneLink: [UInt8] = [0xFE, 0xBF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]
    private static let ofASite: [UInt8] = [0xFE, 0xC0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7]

    @Test(arguments: [
        ([192, 168, 99, 1], 80, false, "http://192.168.99.1"),
        ([192, 168, 99, 1], 8080, false, "http://192.168.99.1:8080"),
        ([192, 168, 99, 1], 443, true, "https://192.168.99.1"),
        ([192, 168, 99, 1], 80, true, "https://192.168.99.1:80"),
        (mapped, 80, false, "http://192.168.99.1"),
        (global, 80, false, "http://[2001:db8::7]"),
        (global, 8443, true, "https://[2001:db8::7]:8443"),
        (ofASite, 80, false, "http://[fec0::7]"),
        ([127, 0, 0, 1], 8080, false, "http://127.0.0.1:8080"),
        ([UInt8](repeating: 0, count: 15) + [1], 80, false, "http://[::1]"),
    ])
    func anAddressIsWrittenAsABrowserDoes(
        address: [UInt8],
        port: UInt16,
        isEncrypted: Bool,
        site: String
    ) {
        #expect(ReachedSite.text(address: address, port: port, isEncrypted: isEncrypted) == site)
    }

    @Test func anAddressThatABrowserDoesNotTakeIsNone() {
        #expect(ReachedSite.text(address: Self.ofOneLink, port: 80, isEncrypted: false) == nil)
    }
}
