import Doctor
import JSON
import Settings
import Testing

/// What the doctor says of the services that Hearth dials, and of the printer.
@Suite struct LinksCheckTests {
    private func findings(_ text: String) throws -> [Finding] {
        LinksCheck.findings(try ServiceFile(Array(text.utf8), name: "hearth.conf"))
    }

    @Test func aFileThatNamesNoneHasNoFindings() throws {
        let none = try findings("[service]\nlog_level: info\n")
        #expect(none.isEmpty)
        #expect(LinksCheck.findings(nil).isEmpty)
    }

    @Test func whatDoesNotListenIsNamedWithItsKey() throws {
        // Port 1 of the loopback interface is nobody's (RFC 1078 is not in use).
        let found = try findings(
            """
            [mqtt]
            broker: 127.0.0.1
            port: 1
            [reefnet]
            hub: ws://127.0.0.1:1/ws
            [device-link]
            server: ws://127.0.0.1:1/ws
            broker: 127.0.0.1
            port: 1
            """
        )
        #expect(found.map(\.subject) == ["broker", "hub", "server", "server"])
        #expect(found.allSatisfy { $0.grade == .warning })
        #expect(found.first?.text == "[mqtt] broker, 127.0.0.1 port 1: Connection refused")
    }

    @Test func whatIsLeftOfTheSetUpIsListedAndFailsNothing() throws {
        let json = #"{"device":{"setup_left":["self_test","calibration","password"]}}"#
        let state = try #require(try JSONValue(parsing: Array(json.utf8)).object)
        let found = LeftCheck.findings(state)
        #expect(found.map(\.grade) == [.ok, .ok])
        #expect(found.map(\.subject) == ["left", "left"])
        #expect(found.first?.text.contains("sudo hearth selftest") == true)
    }

    private static let printers: [(json: String, line: String?)] = [
        (#"{"device":{"printer":{"link":"unbound","name":"","address":""}}}"#, nil),
        (
            #"{"device":{"printer":{"link":"connected","name":"Voron","address":"10.0.0.2"}}}"#,
            "ok       printer   Voron reports"
        ),
        (
            #"{"device":{"printer":{"link":"wrong_access","name":"","address":"10.0.0.2","trouble":""}}}"#,
            "warning  printer   10.0.0.2: wrong access; is it on, and in this network? "
                + "\"hearth printer status\" tells more"
        ),
    ]

    @Test(arguments: printers)
    func thePrinterIsAsTheDaemonSeesIt(json: String, line: String?) throws {
        let state = try #require(try JSONValue(parsing: Array(json.utf8)).object)
        #expect(PrinterCheck.findings(state).first?.line == line)
    }
}
