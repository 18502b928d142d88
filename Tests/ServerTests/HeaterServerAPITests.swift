import Chamber
import Dialects
import JSON
import Surroundings
import SwitchCore
import TestSupport
import Testing

/// `docs/api.md` over a real socket.
@Suite(.serialized) struct HeaterServerAPITests {
    @Test func stateAndVersionAreJSONThatNobodyKeeps() throws {
        let heater = try TestHeater()
        let state = try heater.ask("GET", "/api/v1/state")
        #expect(state.status == 200)
        #expect(state.header("Content-Type") == "application/json")
        #expect(state.header("Cache-Control") == "no-store")
        #expect(state.header("Access-Control-Allow-Origin") == nil)
        let object = try #require(try JSONValue(parsing: state.body).object)
        #expect(object["chamber"]?.object?["temperature_c"]?.number == 25.34)
        let version = try heater.ask("GET", "/api/v1/version")
        let start = #"{"name":"hearth","version":"0.1.0","api":1,"panda":"V1.0.3","run":""#
        #expect(version.text.hasPrefix(start))
        // A run has one word, and no other run has it.
        #expect(try heater.ask("GET", "/hearth/api/v1/version").text == version.text)
        #expect(try TestHeater().ask("GET", "/api/v1/version").text != version.text)
    }

    @Test func aWishIsAnsweredWithWhatBecameOfIt() throws {
        let heater = try TestHeater()
        let applied = try heater.wish(#"{"power":true,"lease_s":30,"requester":"page"}"#)
        #expect(applied.status == 200)
        #expect(applied.text == #"{"ok":true,"result":"applied"}"#)
        let envelope = try #require(heater.backend.envelopes.first)
        #expect(envelope.requester == Requester(.page))
        #expect(envelope.lease == .seconds(30))
        #expect(try heater.wish(#"{"set_target":80}"#).text == #"{"ok":true,"result":"clamped"}"#)
    }

    @Test(
        arguments: [
            (.latched, 409), (.conditionPersists, 409), (.nothingLatched, 409), (.noReading, 409),
            (.outOfRange, 422), (.storeFailed, 500), (.busy, 503),
        ] as [(WishOutcome.Refusal, Int)]
    )
    func aRefusalIsAnsweredWithItsStatusAndReason(
        refusal: WishOutcome.Refusal,
        status: Int
    ) throws {
        let heater = try TestHeater()
        heater.backend.become(.refuses(refusal))
        let answer = try heater.wish(#"{"power":true}"#)
        #expect(answer.status == status)
        #expect(answer.text.contains(refusal.explanation))
    }

    @Test func aWishAboutThePrinterIsHandedOn() throws {
        let heater = try TestHeater()
        let body = #"{"bind_klipper":{"address":"192.0.2.7"},"requester":"page"}"#
        let answer = try heater.post("/api/v1/device", body)
        #expect(answer.status == 200)
        #expect(answer.text == #"{"ok":true,"result":"accepted"}"#)
        #expect(heater.backend.deviceWishes.count == 2)
        #expect(heater.backend.deviceWishes.first == .setPrinterKind(.klipper))
        #expect(try heater.post("/api/v1/device", "{}").status == 400)
        #expect(try heater.ask("GET", "/api/v1/device").status == 405)
    }

    @Test func aFullQueueIsSaidAtOnce() throws {
        let heater = try TestHeater()
        heater.backend.become(.isFull)
        let answer = try heater.wish(#"{"power":true}"#)
        #expect(answer.status == 503)
        #expect(answer.text.contains(#""code":"busy""#))
    }

    @Test func aControllerThatDoesNotAnswerIsSaid() throws {
        let heater = try TestHeater()
        heater.backend.become(.isSilent)
        let answer = try heater.wish(#"{"power":true}"#)
        #expect(answer.status == 503)
        #expect(answer.text.contains(#""code":"no_answer""#))
        heater.backend.become(.grants)
        #expect(try heater.wish(#"{"power":true}"#).status == 200)
    }

    @Test(
        arguments: [
            ("GET", "/api/v1/nothing", [], "", 404, "unknown_path"),
            ("GET", "/api/", [], "", 404, "unknown_path"),
            ("GET", "/api/v1/wish", [], "", 405, "wrong_method"),
            ("POST", "/api/v1/state", [], "{}", 405, "wrong_method"),
            ("POST", "/api/v1/wish", [], "{}", 415, "not_json"),
            ("POST", "/api/v1/wish", ["Content-Type: text/plain"], "{}", 415, "not_json"),
            (
                "POST", "/api/v1/wish", ["Content-Type: application/x-www-form-urlencoded"], "{}",
                415, "not_json"
            ),
            (
                "POST", "/api/v1/wish", ["Content-Type: application/json; charset=utf-8"], "{}",
                400, "not_one_wish"
            ),
            ("POST", "/api/v1/wish", ["Content-Type: application/json"], "{", 400, "bad_json"),
            (
                "POST", "/api/v1/wish", ["Content-Type: application/json"], #"{"heat":1}"#, 400,
                "unknown_wish"
            ),
            ("GET", "/api/v1/events?limit=0", [], "", 400, "bad_value"),
            ("GET", "/api/v1/events?limit=x", [], "", 400, "bad_value"),
            ("GET", "/api/v1/events?limits=5", [], "", 400, "bad_value"),
            ("GET", "/api/v1/history?points=100000", [], "", 400, "bad_value"),
        ] as [(String, String, [String], String, Int, String)]
    )
    func whatIsWrongIsExplained(
        method: String,
        path: String,
        headers: [String],
        body: String,
        status: Int,
        code: String
    ) throws {
        let heater = try TestHeater()
        let answer = try heater.ask(method, path, headers: headers, body: body)
        #expect(answer.status == status)
        let object = try #require(try JSONValue(parsing: answer.body).object)
        #expect(object["ok"] == .bool(false))
        #expect(object["code"]?.string == code)
        #expect(object["error"]?.string?.isEmpty == false)
        #expect(heater.backend.wishes.isEmpty)
    }

    @Test func aBodyThatIsTooLongIsNotRead() throws {
        let heater = try TestHeater()
        let answer = try heater.wish(String(repeating: " ", count: 4097))
        #expect(answer.status == 413)
    }

    @Test func eventsAndHistoryComeFromWhoeverKeepsThem() throws {
        let heater = try TestHeater()
        let events = try heater.ask("GET", "/api/v1/events?limit=7&before=99")
        #expect(events.status == 200)
        #expect(events.text.hasPrefix(#"{"events":[{"id":7,"time_ms":99,"kind":"drying_ended""#))
        let plain = try heater.ask("GET", "/api/v1/events")
        #expect(plain.text.contains(#""id":50,"time_ms":0"#))
        let history = try heater.ask("GET", "/api/v1/history?last_s=600&points=60")
        #expect(history.text.hasPrefix(#"{"interval_s":10.0,"columns":["time_ms""#))
    }

    @Test func aStoreThatFailsIsSaid() throws {
        let heater = try TestHeater()
        heater.backend.failStore()
        let answer = try heater.ask("GET", "/api/v1/events")
        #expect(answer.status == 503)
        #expect(answer.text.contains("the state directory cannot be read"))
    }

    @Test func theStreamTellsTheStateItsChangesAndTheEvents() throws {
        let heater = try TestHeater()
        let client = try heater.connect()
        try client.request("GET", "/api/v1/stream")
        let head = try client.read(upTo: "\r\n\r\n")
        #expect(head.hasPrefix("HTTP/1.1 200"))
        #expect(head.lowercased().contains("content-type: text/event-stream"))
        let first = try client.read(upTo: "\n\n")
        #expect(first.contains("event: state\ndata: {\"version\""))
        #expect(first.contains(#""power":false"#))
        heater.backend.change { $0.settings.isOn = true }
        heater.backend.happen(
            APIEvent(
                id: 17,
                wallMilliseconds: 1,
                event: Event(at: .zero, kind: .dryingEnded, requester: .controller)
            )
        )
        var (sawPower, sawEvent) = (false, false)
        for _ in 0..<20 where !(sawPower && sawEvent) {
            let next = try client.read(upTo: "\n\n")
            if next.contains(#""power":true"#) { sawPower = true }
            if next.contains("event: event\ndata: {\"id\":17") { sawEvent = true }
        }
        #expect(sawPower && sawEvent)
    }
}
