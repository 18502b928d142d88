import CommandLine
import Testing

@Suite struct SiteAddressTests {
    @Test(arguments: [
        ("https://heater.example.org/", "https://heater.example.org", "/"),
        ("https://heater.example.org", "https://heater.example.org", "/"),
        ("https://heater.example.org:443", "https://heater.example.org", "/"),
        ("https://heater.example.org:8443/", "https://heater.example.org:8443", "/"),
        ("http://mainsail.local/hearth/", "http://mainsail.local", "/hearth/"),
        ("http://mainsail.local:80/hearth", "http://mainsail.local", "/hearth/"),
        ("http://192.168.1.20:8080/a/b", "http://192.168.1.20:8080", "/a/b/"),
        ("http://[fd00::1]/", "http://[fd00::1]", "/"),
        ("http://[fd00::1]:8080/", "http://[fd00::1]:8080", "/"),
    ])
    func isWhatABrowserTakesItFor(text: String, origin: String, path: String) throws {
        let site = try #require(SiteAddress(text: text))
        #expect(site.origin == origin)
        #expect(site.path == path)
        #expect(site.description == origin + path)
    }

    @Test(arguments: [
        "", "heater.example.org", "ftp://heater/", "https://", "https:///hearth/", "http://a:0/",
        "http://a:b/", "http://me:secret@a/", "http://a/?x", "http://a/#x", "http://a/ b",
        "http://a/\r\nX: y", "wss://a/ws",
    ])
    func everythingElseIsRefused(text: String) {
        #expect(SiteAddress(text: text) == nil)
    }
}
