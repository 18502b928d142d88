import Chamber
import Dialects
import Testing

/// The wishes of a hub's messages, in every form that hubs were seen to use.
@Suite struct ReefnetMessageTests {
    private static func read(_ text: String) -> ReefnetMessage {
        var text = text
        return text.withUTF8 { bytes in
            ReefnetMessage(parsing: UnsafeRawBufferPointer(bytes), moduleID: "M")
        }
    }

    private static func control(_ payload: String) -> String {
        #"{"protocol":"reefnet.v1","module_id":"M","type":"control","payload":"# + payload + "}"
    }

    private static let requests = [
        #"{"type":"config_request"}"#, #"{"type":"module_manifest_request"}"#,
        control(#"{"command":"config_request"}"#),
        control(#"{"command":"module_manifest_request"}"#),
        control(#"{"command":"status_request"}"#), control(#"{"command":"ping"}"#),
        #"{"type":"control","payload":{"command":"ping"}}"#,
        #"{"protocol":"reefnet.v1","submodule_id":"S","sent_at":"x","type":"config_request"}"#,
    ]

    @Test(arguments: requests)
    func aRequestIsOne(text: String) {
        #expect(Self.read(text) == .request)
    }

    private static let one = [
        control(
            #"{"command":"set_parameter","parameters":"#
                + #"{"name":"setpoint_c","param":"setpoint_c","value":30.0}}"#
        ),
        control(#"{"command":"set_parameter","name":"setpoint_c","value":30}"#),
        control(#"{"command":"set_parameter","parameters":{"heater_setpoint_c":30}}"#),
        control(#"{"command":"set_param","parameters":{"setpoint_c":30}}"#),
        control(#"{"command":"set_param","param":"setpoint_c","value":30}"#),
        #"{"type":"set_param","param":"heater_setpoint_c","value":3.0e1}"#,
    ]

    @Test(arguments: one)
    func aSetPointIsTakenInEveryForm(text: String) {
        #expect(Self.read(text) == .set([.setPoint: 30], unknown: []))
    }

    private static let names: [(String, ReefnetParameter)] = [
        ("setpoint_c", .setPoint), ("heater_setpoint_c", .setPoint),
        ("setpoint_min_c", .setPointMinimum), ("heater_setpoint_min_c", .setPointMinimum),
        ("setpoint_max_c", .setPointMaximum), ("heater_setpoint_max_c", .setPointMaximum),
        ("hysteresis_span_c", .hysteresisSpan), ("hysteresis_half_c", .hysteresisHalf),
        ("heater_hysteresis_span_c", .hysteresisSpan),
        ("heater_hysteresis_half_c", .hysteresisHalf),
        ("probe_tolerance_c", .probeTolerance), ("thermistor_delta_limit_c", .probeTolerance),
        ("probe_timeout_s", .probeTimeout), ("alarm.probe_timeout_s", .probeTimeout),
        ("runaway_delta_c", .runawayDelta), ("alarm.runaway_delta_c", .runawayDelta),
        ("max_heater_on_min", .longestHeaterOn), ("heater_timeout_min", .longestHeaterOn),
        ("alarm.max_heater_on_min", .longestHeaterOn),
        ("alarm.heater_timeout_min", .longestHeaterOn),
        ("stuck_relay_delta_c", .stuckRelayDelta), ("alarm.stuck_relay_delta_c", .stuckRelayDelta),
        ("stuck_relay_window_s", .stuckRelayWindow), ("relay_timeout_s", .stuckRelayWindow),
        ("alarm.stuck_relay_window_s", .stuckRelayWindow),
        ("alarm.relay_timeout_s", .stuckRelayWindow),
    ]

    @Test(arguments: names)
    func everyNameIsKnown(name: String, parameter: ReefnetParameter) {
        let text = Self.control(#"{"command":"set_param","parameters":{""# + name + #"":1}}"#)
        #expect(Self.read(text) == .set([parameter: 1], unknown: []))
    }

    @Test func whatIsUnknownIsNamedAndTheRestTaken() {
        let text = Self.control(
            #"{"command":"set_param","parameters":{"colour":1,"setpoint_c":26,"alarm.setpoint_c":9}}"#
        )
        let unknown = ["\"colour\"", "\"alarm.setpoint_c\""]
        #expect(Self.read(text) == .set([.setPoint: 26], unknown: unknown))
    }

    private static let orders: [(String, AlarmSilence.Order)] = [
        ("alarm_snooze", .snooze), ("alarm_acknowledge", .acknowledge), ("alarm_unsnooze", .end),
    ]

    @Test(arguments: orders)
    func theBuzzerTakesOrders(command: String, order: AlarmSilence.Order) {
        #expect(Self.read(Self.control(#"{"command":""# + command + #""}"#)) == .silence(order))
    }

    @Test(arguments: orders)
    func theBuzzerTakesOrdersAsParameters(name: String, order: AlarmSilence.Order) {
        for value in ["1", "true", "0", "false"] {
            let text = Self.control(
                #"{"command":"set_parameter","parameters":{"name":"\#(name)","param":"\#(name)","#
                    + #""value":\#(value)}}"#
            )
            var orders = [order]
            if ["0", "false"].contains(value) { orders = order == .snooze ? [.end] : [] }
            #expect(Self.read(text) == .set([:], orders: orders, unknown: []))
        }
    }

    private static let ignored = [
        "", "{", "[]", "null", "7", #"{"type":7}"#, #"{"type":"status"}"#,
        #"{"protocol":"reefnet.v2","type":"config_request"}"#,
        #"{"protocol":1,"type":"config_request"}"#,
        #"{"module_id":"N","type":"config_request"}"#, #"{"type":"control"}"#,
        #"{"type":"control","payload":{}}"#, #"{"type":"ping"}"#, #"{"type":"alarm_snooze"}"#,
        control(#"{"command":"clear_lockout"}"#), control(#"{"command":"heat","value":30}"#),
        control(#"{"command":"set_param","parameters":[1]}"#),
        control(#"{"command":"set_param","parameters":{"setpoint_c":"30"}}"#),
        control(#"{"command":"set_param","parameters":{"setpoint_c":true}}"#),
        control(#"{"command":"set_param","parameters":{"setpoint_c":null}}"#),
        control(#"{"command":"set_param","param":"setpoint_c"}"#),
        control(#"{"command":"set_param","parameters":{"setpoint_c":31,"heater_setpoint_c":32}}"#),
        control(#"{"command":"set_parameter","name":"setpoint_c","param":"x","value":1}"#),
    ]

    @Test(arguments: ignored)
    func anythingElseIsIgnoredInWords(text: String) {
        guard case .ignored(let reason) = Self.read(text) else {
            Issue.record("\(text) was taken")
            return
        }
        #expect(!reason.isEmpty)
    }
}
