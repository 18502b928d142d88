import Testing
import WebSocket

@Suite struct ListenAddressTests {
    @Test(arguments: [
        ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("0.0.0.0", false),
        ("::", false), ("192.168.1.2", false), ("12.7.0.1", false),
    ])
    func aLoopbackAddressIsKnown(_ address: String, isLoopback: Bool) {
        #expect(ListenAddress(address: address, port: 80).isLoopback == isLoopback)
    }
}
