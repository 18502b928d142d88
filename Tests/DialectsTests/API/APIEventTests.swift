import Chamber
import Dialects
import JSON
import SwitchCore
import Testing

@Suite
struct APIEventTests {
    private static let record = FaultRecord(
        number: 3,
        code: .probeSingleFailure,
        at: .zero,
        probe: .element,
        condition: .openCircuit
    )

    @Test(
        arguments: [
            (.started, #""kind":"started""#, "with everything off", ""),
            (
                .poweredOn(.alwaysOn, target: Celsius(55)), #""kind":"powered_on""#, "always on",
                #""mode":"always_on","target_c":55.0"#
            ),
            (
                .poweredOff(.leaseExpired), #""kind":"powered_off""#, "went silent",
                #""reason":"lease_expired""#
            ),
            (
                .dryingStarted(target: Celsius(55), .hours(6)), #""kind":"drying_started""#,
                "55.0 °C for 6 h", #""target_c":55.0,"duration_s":21600"#
            ),
            (.dryingEnded, #""kind":"drying_ended""#, "Drying ended", ""),
            (.settingsChanged, #""kind":"settings_changed""#, "Settings changed", ""),
            (
                .latched(record), #""kind":"latched""#,
                "The element probe reads as an open circuit.",
                #""code":"safety.probe_single_failure","number":3"#
            ),
            (.clearApproved(3), #""kind":"clear_approved""#, "being cleared", #""number":3"#),
            (
                .latchCleared(.overTemperature), #""kind":"latch_cleared""#, "Too hot",
                #""code":"safety.over_temperature""#
            ),
            (
                .warningRaised(.holdPower, value: 0.9, limit: 0.6), #""kind":"warning_raised""#,
                "0.9", #""code":"safety.hold_power","value":0.90,"limit":0.60"#
            ),
            (
                .warningEnded(.holdPower), #""kind":"warning_ended""#, "Warning over",
                #""code":"safety.hold_power""#
            ),
            (
                .foldbackBegan(Celsius(102.1)), #""kind":"foldback_began""#, "102.1",
                #""temperature_c":102.10"#
            ),
            (
                .foldbackEnded(Celsius(98.9)), #""kind":"foldback_ended""#, "98.9",
                #""temperature_c":98.90"#
            ),
        ] as [(Event.Kind, String, String, String)]
    )
    func tellsEveryKindInAWordASentenceAndItsNumbers(
        kind: Event.Kind,
        word: String,
        sentence: String,
        details: String
    ) throws {
        let event = APIEvent(
            id: 17,
            wallMilliseconds: 1_785_421_530_000,
            event: Event(at: .zero, kind: kind, requester: Requester(.page, session: 2))
        )
        let text = String(decoding: event.encoded(), as: UTF8.self)
        #expect(text.hasPrefix(#"{"id":17,"time_ms":1785421530000,"# + word))
        #expect(text.contains(#""requester":"page","session":2"#))
        #expect(text.contains(details))
        let object = try #require(try JSONValue(parsing: Array(text.utf8)).object)
        #expect(object["text"]?.string?.contains(sentence) == true, "\(text)")
    }

    @Test
    func listsAPageOfEvents() {
        let event = APIEvent(
            id: 1,
            wallMilliseconds: 0,
            event: Event(at: .zero, kind: .dryingEnded, requester: .controller)
        )
        let one = String(decoding: event.encoded(), as: UTF8.self)
        let list = String(decoding: APIEvent.encoded([event, event]), as: UTF8.self)
        #expect(list == "{\"events\":[\(one),\(one)]}")
        #expect(String(decoding: APIEvent.encoded([]), as: UTF8.self) == #"{"events":[]}"#)
    }

    @Test
    func listsHistoryByColumns() {
        let row = APIHistory.Row(
            wallMilliseconds: 1_785_421_530_000,
            chamber: 41.274,
            chamberSecond: nil,
            element: 88.91,
            setPoint: 55,
            duty: 0.85
        )
        let text = String(
            decoding: APIHistory(intervalSeconds: 6, rows: [row]).encoded(),
            as: UTF8.self
        )
        #expect(
            text == """
                {"interval_s":6.0,"columns":["time_ms","chamber_c","chamber_second_c","element_c",\
                "set_point_c","duty"],"rows":[[1785421530000,41.27,null,88.91,55.0,0.850]]}
                """
        )
    }

    @Test
    func tellsTheVersion() {
        #expect(
            String(decoding: APIVersion("0.1.0", run: "9c01").encoded(), as: UTF8.self)
                == #"{"name":"hearth","version":"0.1.0","api":1,"panda":"V1.0.3","run":"9c01"}"#
        )
    }
}
