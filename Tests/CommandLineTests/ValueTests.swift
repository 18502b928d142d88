import CommandLine
import Settings
import SwitchCore
import Testing
import WebSocket

@Suite struct ValueTests {
    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1:8080"), ("0.0.0.0:80", "0.0.0.0:80"),
        ("localhost:0", "127.0.0.1:0"), ("[::1]:8080", "[::1]:8080"), ("[::]:65535", "[::]:65535"),
    ])
    func aListenAddressIsNumericWithAPort(text: String, expected: String) {
        #expect(ListenAddress(text: text)?.description == expected)
    }

    @Test(arguments: [
        "", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
        "127.0.0.1:+80", "127.0.0:80", "::1:80", "[127.0.0.1]:80", "[::1]", "example.org:80",
        "127.0.0.1:80 ", "127.0.0.1:000080", "*:80",
    ])
    func whatIsNoListenAddressIsRefused(text: String) {
        #expect(ListenAddress(text: text) == nil)
    }

    @Test(arguments: [
        ("pandabreath.local", "pandabreath.local:80"), ("192.168.1.20:8080", "192.168.1.20:8080"),
        ("[::1]:8080", "[::1]:8080"), ("[fe80::1%eth0]", "[fe80::1%eth0]:80"), ("::1", "[::1]:80"),
        ("localhost:1", "localhost:1"), ("http://host", "host:80"),
        ("http://host:8080/", "host:8080"),
        ("HTTP://192.168.1.20/", "192.168.1.20:80"), ("http://[::1]/", "[::1]:80"),
    ])
    func aDaemonAddressIsAHostAndAPort(text: String, expected: String) {
        #expect(DaemonAddress(text: text)?.description == expected)
    }

    @Test(arguments: [
        "", ":80", "host:", "host:0", "host:65536", "host:http", "[::1", "[::1]80", "https://host",
        "http://host/path", "http://", "http://host//", "host/path", "host name", "host\r\nX: y",
        "höst",
    ])
    func whatIsNoDaemonAddressIsRefused(text: String) {
        #expect(DaemonAddress(text: text) == nil)
    }

    @Test(arguments: [
        ("55", 55.0), ("52.5", 52.5), ("0", 0), ("150", 150), ("55C", 55), ("55°C", 55),
        ("55°", 55), ("55,5", 55.5), ("55 °C", 55), ("55 C", 55), ("55c", 55), ("55\u{A0}°C", 55),
    ])
    func aTemperatureIsWrittenAsPeopleDo(text: String, degrees: Double) {
        #expect(Celsius(typed: text) == Celsius(degrees))
    }

    @Test(arguments: [
        "", "C", "-5", "150.1", "55F", "5x", "nan", "inf", "0x10", "55.", ".5", "5 5",
        "5,5,5", "55,", ",5", "55.5,5", "1,000.5",
        "99999999999999",
    ])
    func whatIsNoTemperatureIsRefused(text: String) {
        #expect(Celsius(typed: text) == nil)
    }

    @Test(arguments: [
        ("90s", 90), ("30min", 1_800), ("30m", 1_800), ("6h", 21_600), ("6h30m", 23_400),
        ("6 h 30 min", 23_400),
        ("2d", 172_800), ("1d1h1min1s", 90_061),
    ])
    func aTimeIsWrittenAsPeopleDo(text: String, seconds: Int) {
        #expect(Duration(typed: text) == .seconds(seconds))
    }

    @Test(arguments: ["", "h", "0s", "31d", "6", "6h6h", "30m6h", "6x", "-6h", "6.5h", "99999999h"])
    func whatIsNoTimeIsRefused(text: String) {
        #expect(Duration(typed: text) == nil)
    }

    @Test(arguments: [("1h", 1), ("12h", 12), ("99h", 99), ("6 h", 6)])
    func aDryingTimeIsInWholeHours(text: String, hours: Int) {
        #expect(Int(typedHours: text) == hours)
    }

    @Test(arguments: ["", "h", "6", "0h", "-1h", "1.5h", "90min", "65536h"])
    func whatIsNoDryingTimeIsRefused(text: String) {
        #expect(Int(typedHours: text) == nil)
    }

    private static let speed = Parameter.number("--speed", 1...1_000, summary: "How fast.")

    @Test(arguments: [("1", 1), ("1000", 1000)])
    func aNumberIsAWholeOne(text: String, speed: Int) {
        #expect(Self.speed.read(text) == speed)
    }

    @Test(arguments: ["0", "1001", "-1", "1.5", "fast", ""])
    func whatIsNoNumberOfTheRangeIsRefused(text: String) {
        #expect(Self.speed.read(text) == nil)
    }

    private static let homes: [(isRoot: Bool, variables: [String: String], path: String)] = [
        (true, ["STATE_DIRECTORY": "/s", "HOME": "/root"], "/s"),
        (false, ["STATE_DIRECTORY": "/s:/t"], "/s"),
        (true, ["HOME": "/root", "XDG_STATE_HOME": "/x"], "/var/lib/hearth"),
        (false, ["HOME": "/home/a", "XDG_STATE_HOME": "/x"], "/x/hearth"),
        (false, ["HOME": "/home/a", "XDG_STATE_HOME": "x"], "/home/a/.local/state/hearth"),
        (false, ["HOME": "/home/a"], "/home/a/.local/state/hearth"),
    ]

    @Test(arguments: homes)
    func theStateIsKeptWhereTheSystemWantsIt(
        isRoot: Bool,
        variables: [String: String],
        path: String
    ) {
        #expect(StatePath.standard(isRoot: isRoot) { variables[$0] } == path)
    }
}
