import Chamber
import JSON
import Printers
import Surroundings
import SwitchCore
import Testing
import WebSocket

/// A follower with the test's clock and a scripted Moonraker.
struct FollowerBench {
    private(set) var follower: KlipperFollower
    private(set) var now = Instant.zero
    /// The follower's last effects.
    private(set) var effects: [KlipperFollower.Effect] = []
    /// All news so far, oldest first.
    private(set) var news: [PrinterNews] = []
    private(set) var events: [DeviceEvent] = []
    /// The answers to commands, by their tickets, oldest first.
    private(set) var answers: [(ticket: Int, answer: PrinterAnswer)] = []

    init(apiKey: String = "", _ change: (inout PrinterSettings) -> Void = { _ in }) {
        var binding = DeviceProfile.KlipperBinding()
        (binding.name, binding.address, binding.port) = ("Voron", "192.0.2.7", 7125)
        binding.apiKey = apiKey
        var settings = PrinterSettings(deviceID: "0123456789ab")
        change(&settings)
        follower = KlipperFollower(binding, AutoJudge(settings), at: now)
    }

    mutating func step(_ event: KlipperFollower.Event) {
        effects = follower.step(event, at: now)
        for effect in effects {
            switch effect {
            case .news(let one): news.append(one)
            case .record(let event): events.append(event)
            case .answer(let ticket, let answer): answers.append((ticket, answer))
            case .connect, .send, .disconnect: break
            }
        }
    }

    mutating func pass(_ time: Duration) {
        now = now.advanced(by: time)
        step(.tick)
    }

    mutating func open() { step(.opened) }

    mutating func end(_ end: ConnectionEnd) { step(.ended(end)) }

    mutating func receive(_ text: String) {
        Array(text.utf8).withUnsafeBytes { step(.received($0)) }
    }

    /// Answers the question that was asked last with this result.
    mutating func answer(_ result: String) throws {
        let id = try #require(question?.id)
        receive(#"{"jsonrpc":"2.0","id":\#(id),"result":\#(result)}"#)
    }

    mutating func fail(_ code: Int, _ message: String) throws {
        let id = try #require(question?.id)
        receive(#"{"jsonrpc":"2.0","id":\#(id),"error":{"code":\#(code),"message":"\#(message)"}}"#)
    }

    mutating func notify(_ method: String, _ parameters: String = "[]") {
        receive(#"{"jsonrpc":"2.0","method":"\#(method)","params":\#(parameters)}"#)
    }

    mutating func report(_ values: String) {
        notify("notify_status_update", "[\(values),1.5]")
    }

    /// The question among the last effects.
    var question: (method: String, id: Int)? {
        for case .send(let bytes) in effects {
            do {
                let object = try JSONValue(parsing: bytes).object
                guard let method = object?["method"]?.string, let id = object?["id"]?.wholeNumber
                else { return nil }
                return (method, id)
            } catch {
                Issue.record("what is sent is no JSON: \(error)")
            }
        }
        return nil
    }

    /// The last of what was sent, as text.
    var sent: String? {
        for case .send(let bytes) in effects.reversed() {
            return String(decoding: bytes, as: UTF8.self)
        }
        return nil
    }

    /// The newest state of the link.
    var link: (state: PrinterLinkState, trouble: String)? {
        for case .link(let state, let trouble) in news.reversed() { return (state, trouble) }
        return nil
    }

    /// The newest bed report; `nil`: none so far.
    var bed: BedReport?? {
        for case .bed(let report) in news.reversed() { return .some(report) }
        return nil
    }

    /// The newest report for people; `nil`: none so far.
    var report: PrinterReport? {
        for case .report(let report) in news.reversed() { return report }
        return nil
    }

    /// How many bed reports there were.
    var bedCount: Int {
        news.filter { if case .bed = $0 { true } else { false } }.count
    }

    /// From nothing to a printer that is followed; `status` is what it answers to the subscription.
    mutating func follow(_ status: String = Self.idle) throws {
        pass(.zero)
        open()
        try answer(#"{"klippy_connected":true,"klippy_state":"ready"}"#)
        try answer(#"{"objects":["webhooks","heater_bed","temperature_sensor chamber_air"]}"#)
        try answer(#"{"eventtime":1.0,"status":\#(status)}"#)
    }

    static let idle = """
        {"webhooks":{"state":"ready","state_message":"Printer is ready"},\
        "print_stats":{"state":"standby","filename":""},"virtual_sdcard":{"progress":0.0},\
        "heater_bed":{"temperature":24.1,"target":0.0},\
        "temperature_sensor chamber_air":{"temperature":31.5}}
        """
}
