import Chamber
import Dialects
import JSON
import Links
import Surroundings
import SwitchCore
import Testing

/// A session with its time and state, and its actions.
struct SessionBench {
    var session: BrokerSession
    let settings: BrokerSettings
    var snapshot = Snapshot()
    var device = DeviceView()
    var now = Instant.zero
    var wall: Int64?

    init(earlier: [String]? = [], _ change: (inout BrokerSettings) -> Void = { _ in }) {
        var settings = BrokerSettings(host: "broker", port: 1883, id: "0123456789ab")
        change(&settings)
        self.settings = settings
        device.profile.displayName = "Chamber"
        session = BrokerSession(
            settings,
            DeviceTraits(id: settings.id, name: "Chamber"),
            earlier: earlier
        )
    }

    mutating func connect() -> [BrokerSession.Effect] { session.step(.connected, at: now) }

    mutating func receive(
        _ topic: String,
        _ text: String,
        isRetained: Bool = false
    ) -> [BrokerSession.Effect] {
        let message = BrokerMessage(topic, text, isRetained: isRetained)
        return session.step(.received(message, snapshot, device), at: now)
    }

    mutating func pass(_ time: Duration) -> [BrokerSession.Effect] {
        now = now.advanced(by: time)
        return session.step(.shown(snapshot, device, wall: wall), at: now)
    }

    /// Connects and receives the first echo: the session is settled.
    mutating func settle() -> [BrokerSession.Effect] {
        _ = connect()
        _ = receive(settings.echo, "1")
        return pass(.milliseconds(100))
    }

    mutating func hold(lease: Bool = true) {
        snapshot.settings.isOn = true
        snapshot.lease =
            lease
            ? LeaseStatus(requester: Requester(.homeAssistant), remaining: .seconds(60)) : nil
    }
}

extension [BrokerSession.Effect] {
    var published: [BrokerMessage] {
        compactMap { if case .publish(let message) = $0 { message } else { nil } }
    }
    var wishes: [Wish] {
        compactMap { if case .post(let envelope) = $0 { envelope.wish } else { nil } }
    }
    var notes: [String] {
        compactMap { if case .record(let event) = $0 { event.text } else { nil } }
    }
    var kept: [[String]] {
        compactMap { if case .keep(let topics) = $0 { topics } else { nil } }
    }
    var subscriptions: [String] {
        compactMap { if case .subscribe(let topic) = $0 { topic } else { nil } }
    }
}

@Suite struct BrokerSessionTests {
    @Test func afterSettlingItIntroducesItselfOnce() {
        var bench = SessionBench()
        #expect(bench.connect().subscriptions.contains("homeassistant/status"))
        #expect(bench.pass(.milliseconds(100)).published == [], "the broker may still be telling")
        _ = bench.receive(bench.settings.echo, "1")
        let messages = bench.pass(.milliseconds(100)).published
        #expect(
            messages.filter { !$0.payload.isEmpty }.map(\.topic) == [
                "homeassistant/device/hearth_0123456789ab/config", "hearth/0123456789ab/state",
                "hearth/0123456789ab/availability",
            ]
        )
        #expect(messages.allSatisfy { $0.isRetained })
        #expect(bench.pass(.milliseconds(100)).published == [])
    }

    @Test func withoutAnEchoItWaitsTwoSeconds() {
        var bench = SessionBench()
        _ = bench.connect()
        #expect(bench.pass(.milliseconds(1_900)).published == [])
        #expect(!bench.pass(.milliseconds(100)).published.isEmpty)
    }

    @Test func entitiesOfAnEarlierRunAreRemovedFirst() throws {
        var bench = SessionBench()
        _ = bench.connect()
        let topic = bench.settings.homeAssistant.discovery
        let old =
            #"{"components":{"lamp":{"platform":"light"},"fan":{"platform":"binary_sensor"}}}"#
        _ = bench.receive(topic, old, isRetained: true)
        _ = bench.receive(bench.settings.echo, "1")
        let configurations = bench.pass(.milliseconds(100)).published.filter { $0.topic == topic }
        #expect(configurations.count == 2)
        let first = try JSONValue(parsing: configurations[0].payload).object?["components"]?.object
        #expect(first?["lamp"] == .object(JSONObject([(key: "platform", value: .string("light"))])))
        let second = try JSONValue(parsing: configurations[1].payload).object?["components"]?.object
        #expect(second?["lamp"] == nil)
        #expect(second?["fan"]?.object?["unique_id"] != nil)
    }

    @Test func homeAssistantsStartBringsAnIntroductionWithinThreeSeconds() {
        var bench = SessionBench()
        _ = bench.settle()
        _ = bench.receive("homeassistant/status", "online")
        let messages = bench.pass(.seconds(3)).published
        #expect(messages.contains { $0.topic == bench.settings.homeAssistant.discovery })
        #expect(!messages.contains { $0.payload.isEmpty })
    }

    @Test func measurementsWaitAndChangesDoNot() {
        var bench = SessionBench()
        _ = bench.settle()
        bench.snapshot.chamber = ProbeStatus(condition: .good, temperature: Celsius(30))
        #expect(bench.pass(.milliseconds(100)).published == [])
        bench.snapshot.settings.target = Celsius(42)
        #expect(
            bench.pass(.milliseconds(100)).published.map(\.topic) == ["hearth/0123456789ab/state"]
        )
        bench.snapshot.chamber = ProbeStatus(condition: .good, temperature: Celsius(31))
        #expect(bench.pass(.milliseconds(4_900)).published == [])
        #expect(bench.pass(.milliseconds(100)).published.count == 1)
    }

    @Test func stocksStateGoesOutTwiceASecondUnretained() {
        var bench = SessionBench { $0.speaksStock = true }
        _ = bench.settle()
        var count = 0
        for _ in 0..<100 {
            let messages = bench.pass(.milliseconds(100)).published
            let states = messages.filter { $0.topic == "panda_breath/0123456789AB/state" }
            #expect(states.allSatisfy { !$0.isRetained })
            count += states.count
        }
        #expect(count == 20)
    }

    @Test func aNewNameIsIntroduced() {
        var bench = SessionBench()
        _ = bench.settle()
        bench.device.profile.displayName = "Attic"
        let messages = bench.pass(.milliseconds(100)).published
        #expect(messages.first?.text?.contains(#""name":"Attic""#) == true)
    }

    @Test func whatHappensIsToldOnceBehindTheStateAndKeptByNobody() {
        var bench = SessionBench()
        _ = bench.settle()
        bench.snapshot.settings.isOn = true
        bench.snapshot.setPoint = Celsius(50)
        bench.snapshot.activity = .holding
        let messages = bench.pass(.milliseconds(100)).published
        #expect(messages.map(\.topic) == [bench.settings.homeAssistant.state, Self.events])
        #expect(messages.last?.isRetained == false)
        #expect(messages.last?.text?.hasPrefix(#"{"event_type":"target_reached""#) == true)
        #expect(bench.pass(.milliseconds(100)).published == [])
    }

    @Test func aTermThatEndedWithoutTheBrokerIsToldWhenItIsBack() {
        var bench = SessionBench()
        bench.hold()
        _ = bench.settle()
        _ = bench.session.step(.lost, at: bench.now)
        bench.snapshot.settings.isOn = false
        bench.snapshot.lease = nil
        bench.snapshot.offReason = .leaseExpired
        _ = bench.pass(.seconds(60))
        _ = bench.connect()
        _ = bench.receive(bench.settings.echo, "3")
        let messages = bench.pass(.milliseconds(2_100)).published
        #expect(messages.last?.topic == Self.events)
        #expect(messages.last?.text?.contains("term_ended") == true)
    }

    private static let events = "hearth/0123456789ab/event"

    @Test func theReadyTimeMovesByMoreThanHalfAMinuteOrNotAtAll() {
        var bench = SessionBench()
        bench.wall = 1_800_000_000_000
        bench.snapshot.readyIn = .seconds(300)
        _ = bench.settle()
        var told: Set<String> = []
        for second in 1...60 {
            bench.wall = 1_800_000_000_000 + Int64(second) * 1000
            bench.snapshot.readyIn = .seconds(300 - second + (second % 2) * 20)
            for message in bench.pass(.seconds(1)).published { told.insert(message.text ?? "") }
        }
        #expect(told == [], "nothing else changes")
        bench.snapshot.readyIn = .seconds(300)
        let later = bench.pass(.seconds(5)).published
        #expect(later.first?.text?.contains(#""ready_at":"2027-01-15T08:06:00Z""#) == true)
    }
}
