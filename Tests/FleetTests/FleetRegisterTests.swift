import Dialects
import Fleet
import JSON
import Surroundings
import SwitchCore
import Testing
import WebSocket

@Suite struct FleetRegisterTests {
    private static func target(_ last: UInt32, _ port: UInt16 = 80) -> HTTPSweep.Target {
        HTTPSweep.Target(0xc0a8_0100 + last, port)
    }

    private static func object(_ text: String) throws -> JSONObject {
        try #require(try JSONValue(parsing: Array(text.utf8)).object)
    }

    private static func version(_ run: String) throws -> JSONObject {
        try object(#"{"name":"hearth","version":"1.2.3","run":"\#(run)"}"#)
    }

    private static func state(_ name: String) throws -> JSONObject {
        try object(
            #"{"activity":"heating","power":true,"chamber":{"temperature_c":41.2},"#
                + #""set_point_c":55.0,"latch":null,"warnings":[{}],"model":{"state":"calibrated"},"#
                + #""device":{"id":"123456789012","hostname":"\#(name)","troubles":["x"]}}"#
        )
    }

    @Test func aHeaterIsListedWithWhatItTells() throws {
        var register = FleetRegister()
        register.recordVersion(try Self.version("a"), at: Self.target(2), .zero)
        register.recordState(status: 200, try Self.state("left"), at: Self.target(2), .zero)
        let heater = try #require(register.heaters(at: .zero.advanced(by: .seconds(3))).first)
        #expect(heater.address == "192.168.1.2")
        #expect(heater.name == "left")
        #expect(heater.age == .seconds(3))
        let report = try #require(heater.report)
        #expect(report.activity == "heating")
        #expect(report.isOn)
        #expect(report.chamber == Celsius(41.2))
        #expect(report.attention == 2)
        #expect(report.isCalibrated)
        #expect(report.fault == nil)
    }

    @Test func whatIsNotHearthIsLeftAlone() throws {
        var register = FleetRegister()
        register.recordVersion(try Self.object(#"{"name":"router"}"#), at: Self.target(1), .zero)
        register.recordVersion(nil, at: Self.target(2), .zero)
        #expect(register.targets == [])
        register.recordState(status: 200, try Self.state("x"), at: Self.target(2), .zero)
        #expect(register.heaters(at: .zero).isEmpty)
    }

    @Test func oneThatIsReachedAtTwoAddressesIsListedOnce() throws {
        var register = FleetRegister()
        register.recordVersion(try Self.version("a"), at: Self.target(2), .zero)
        register.recordVersion(try Self.version("a"), at: Self.target(3), .zero)
        #expect(register.targets == [Self.target(2)])
        // Copies of one card: the same name, the same digits.
        register.recordVersion(try Self.version("b"), at: Self.target(4), .zero)
        for last in [2, 4] as [UInt32] {
            register.recordState(status: 200, try Self.state("same"), at: Self.target(last), .zero)
        }
        #expect(register.heaters(at: .zero).map(\.name) == ["same", "same"])
    }

    @Test func whoDoesNotAnswerStaysForAWhile() throws {
        var register = FleetRegister()
        register.recordVersion(try Self.version("a"), at: Self.target(2), .zero)
        register.roundEnded([], at: .zero.advanced(by: .seconds(10)))
        #expect(register.heaters(at: .zero).map(\.answers) == [false])
        register.roundEnded([], at: .zero.advanced(by: FleetRegister.memory))
        #expect(register.targets == [])
    }

    @Test func aPasswordHidesWhatItDoes() throws {
        var register = FleetRegister()
        register.recordVersion(try Self.version("a"), at: Self.target(2), .zero)
        register.recordState(status: 401, nil, at: Self.target(2), .zero)
        let heater = try #require(register.heaters(at: .zero).first)
        #expect(heater.asksForPassword)
        #expect(heater.answers)
        #expect(heater.report == nil)
    }

    @Test func theListIsBounded() throws {
        var register = FleetRegister()
        for number in 1...UInt32(FleetRegister.capacity + 44) {
            register.recordVersion(
                try Self.version("run\(number)"),
                at: HTTPSweep.Target(0x0a00_0000 + number, 80),
                .zero
            )
        }
        #expect(register.targets.count == FleetRegister.capacity)
        #expect(register.leftOut == 44)
    }

    @Test func aStrangersTextIsCutAndMadeHarmless() throws {
        var register = FleetRegister()
        register.recordVersion(try Self.version("a"), at: Self.target(2), .zero)
        let name = String(repeating: "n", count: 300) + "\\u202e"
        register.recordState(status: 200, try Self.state(name), at: Self.target(2), .zero)
        let heater = try #require(register.heaters(at: .zero).first)
        #expect(heater.name.count == FleetHeater.longestText)
        register.recordState(
            status: 200,
            try Self.state("\\u202e\\u0007x"),
            at: Self.target(2),
            .zero
        )
        #expect(register.heaters(at: .zero).first?.name == "\u{FFFD}\u{FFFD}x")
    }

    @Test func numbersThatNoChamberHasAreNotTold() throws {
        let state = try Self.object(
            #"{"chamber":{"temperature_c":1e300},"set_point_c":-400,"ready_in_s":-1}"#
        )
        let report = APIFleet.report(of: state)
        #expect(report.chamber == nil)
        #expect(report.setPoint == nil)
        #expect(report.readyIn == nil)
    }
}
