import Surroundings
import Testing

/// Where Moonraker is, as people type it.
@Suite struct MoonrakerAddressTests {
    @Test(
        arguments: [
            ("voron.local", "voron.local", nil, "", false),
            ("192.168.1.20:7126", "192.168.1.20", 7126, "", false),
            ("fd00::7", "fd00::7", nil, "", false), ("[fd00::7]", "fd00::7", nil, "", false),
            ("[fd00::7]:7125", "fd00::7", 7125, "", false),
            ("http://voron.local", "voron.local", 80, "", false),
            ("HTTPS://print.example/voron/", "print.example", 443, "/voron", true),
            ("https://print.example:7130/a/b", "print.example", 7130, "/a/b", true),
            ("ws://10.0.0.7:7125/websocket", "10.0.0.7", 7125, "", false),
            ("wss://h/p/websocket", "h", 443, "/p", true),
            ("voron.local/p1", "voron.local", nil, "/p1", false),
        ] as [(String, String, Int?, String, Bool)]
    )
    func itIsSplit(text: String, host: String, port: Int?, prefix: String, isEncrypted: Bool) throws
    {
        let place = try #require(MoonrakerAddress(text))
        #expect(place.host == host)
        #expect(place.port == port)
        #expect(place.prefix == prefix)
        #expect(place.isEncrypted == isEncrypted)
    }

    @Test(
        arguments: [
            "", ":7125", "a:0", "a:65536", "a:", "a:7125x", "a b", "user@host", "ftp://host",
            "https://",
            "[fd00::7", "fd00::7]", "[fd00::7]x", "a/b?c", "a/b#c", "a/é", "h\r\nX: y",
            String(repeating: "a", count: 64), "a/" + String(repeating: "b", count: 64),
        ]
    )
    func anythingElseIsNone(text: String) {
        #expect(MoonrakerAddress(text) == nil)
    }
}
