import Chamber
import Dialects
import JSON
import SwitchCore
import Testing

/// What a session makes of a hub's requests: wishes, refusals that reach the hub, and no heat by surprise.
@Suite struct ReefnetRequestTests {
    private static let snapshot = {
        var snapshot = Snapshot()
        snapshot.settings.target = Celsius(60)
        snapshot.chamber = ProbeStatus(condition: .good, temperature: Celsius(25.2))
        return snapshot
    }()

    private static func session(mayHeat: Bool = false, asked: Double? = nil) -> ReefnetSession {
        var module = ReefnetModule(version: "1.2.3")
        module.mayHeat = mayHeat
        var session = ReefnetSession(module, asked: asked)
        _ = session.step(.opened, at: .zero)
        _ = session.step(.shown(moment(snapshot)), at: .zero)
        return session
    }

    private static func moment(_ snapshot: Snapshot) -> ReefnetMoment {
        ReefnetMoment(snapshot, uptime: .zero, wallMilliseconds: 1_772_226_910_000)
    }

    private static func at(_ seconds: Double) -> Instant {
        Instant.zero.advanced(by: .seconds(seconds))
    }

    private static func set(_ name: String, _ value: String) -> String {
        #"{"protocol":"reefnet.v1","module_id":"Hearth.Heater","type":"control","payload":"#
            + #"{"command":"set_parameter","parameters":{"name":"\#(name)","#
            + #""param":"\#(name)","value":\#(value)}}}"#
    }

    private static func receive(
        _ text: String,
        _ session: inout ReefnetSession,
        _ snapshot: Snapshot = snapshot,
        at now: Instant = .zero
    ) -> [Wish] {
        var text = text
        let effects = text.withUTF8 {
            session.step(.received(UnsafeRawBufferPointer($0), snapshot), at: now)
        }
        return effects.compactMap { if case .post(let wish) = $0 { wish } else { nil } }
    }

    /// The alarms in what is sent, and what is reported.
    private static func shown(
        _ session: inout ReefnetSession,
        _ snapshot: Snapshot = snapshot,
        at seconds: Double
    ) throws -> (alarms: [JSONObject], reports: [String]) {
        var alarms: [JSONObject] = []
        var reports: [String] = []
        for effect in session.step(.shown(moment(snapshot)), at: at(seconds)) {
            switch effect {
            case .report(let text): reports.append(text)
            case .post(let wish): Issue.record("a moment leads to \(wish)")
            case .send(let frame):
                let object = try #require(try JSONValue(parsing: frame).object)
                if object["type"]?.string == "alarm", let payload = object["payload"]?.object {
                    alarms.append(payload)
                }
            }
        }
        return (alarms, reports)
    }

    private static let burst: [(String, String)] = [
        ("heater_setpoint_c", "28.0"), ("heater_hysteresis_span_c", "1.0"),
        ("probe_tolerance_c", "0.6"), ("probe_timeout_s", "35"), ("runaway_delta_c", "3.0"),
        ("max_heater_on_min", "20"), ("heater_setpoint_max_c", "28.5"),
        ("heater_setpoint_min_c", "27.5"),
    ]

    /// Every message of the burst is judged by one snapshot, which knows of none of the others.
    @Test func aBurstNamesEachNumberOnce() {
        var session = Self.session()
        let tunings = Self.burst.flatMap { Self.receive(Self.set($0.0, $0.1), &session) }
            .compactMap { if case .tune(let tuning) = $0 { tuning } else { nil } }
        #expect(tunings.count == Self.burst.count)
        #expect(tunings.compactMap(\.target) == [Celsius(28)])
        #expect(tunings.compactMap(\.band) == [TemperatureDelta(1)])
        #expect(tunings.compactMap(\.lowerEnd) == [Celsius(27.5)])
        #expect(tunings.compactMap(\.upperEnd) == [Celsius(28.5)])
        #expect(tunings.compactMap(\.guards.probeTolerance) == [TemperatureDelta(0.6)])
        #expect(tunings.compactMap(\.guards.probeTimeout) == [.seconds(35)])
        #expect(tunings.compactMap(\.guards.runawayDelta) == [TemperatureDelta(3)])
        #expect(tunings.compactMap(\.guards.longestFullPower) == [.minutes(20)])
        #expect(tunings.compactMap(\.guards.stuckRelayDelta).isEmpty)
    }

    // MARK: Heat

    @Test func aSetPointHeatsOnlyWhereTheOwnerLetsItAndOnce() {
        var tuning = Tuning()
        tuning.target = Celsius(30)
        var session = Self.session()
        #expect(Self.receive(Self.set("setpoint_c", "30"), &session) == [.tune(tuning)])
        session = Self.session(mayHeat: true)
        var heating = tuning
        heating.isHeating = true
        #expect(Self.receive(Self.set("setpoint_c", "30"), &session) == [.tune(heating)])
        // The hub's page sends the set point along with every slider.
        #expect(Self.receive(Self.set("setpoint_c", "30"), &session) == [.tune(tuning)])
        tuning.target = Celsius(10)
        tuning.isHeating = true
        for _ in 0..<2 {
            #expect(Self.receive(Self.set("setpoint_c", "10"), &session) == [.tune(tuning)])
        }
        #expect(Self.receive(Self.set("setpoint_c", "30"), &session) == [.tune(heating)])
        for name in ["setpoint_min_c", "setpoint_max_c", "hysteresis_span_c"] {
            for case .tune(let tuning) in Self.receive(Self.set(name, "1"), &session) {
                #expect(!tuning.isHeating, "\(name)")
            }
        }
    }

    @Test func whatWasAskedBeforeTheStartHeatsNothing() {
        var session = Self.session(mayHeat: true, asked: 40)
        #expect(Self.receive(Self.set("setpoint_c", "40"), &session).allSatisfy { !Self.heats($0) })
        #expect(Self.receive(Self.set("setpoint_c", "10"), &session).contains(where: Self.heats))
        #expect(Self.receive(Self.set("setpoint_c", "40"), &session).contains(where: Self.heats))
    }

    private static func heats(_ wish: Wish) -> Bool {
        if case .tune(let tuning) = wish { tuning.isHeating } else { false }
    }

    @Test(arguments: ["0", "-5", "false", #""0""#, #""off""#, #""0.0""#])
    func offIsOffInEveryType(value: String) {
        var session = Self.session(mayHeat: true)
        _ = Self.receive(Self.set("setpoint_c", "40"), &session)
        var off = Tuning()
        off.target = Tuning.off
        off.isHeating = true
        #expect(Self.receive(Self.set("setpoint_c", value), &session) == [.tune(off)])
    }

    @Test(arguments: [
        #""probe_timeout_s":99999"#, #""probe_timeout_s":"x""#, #""heater_setpoint_c":50"#,
    ])
    func offIsOffWhateverStandsBesideIt(neighbour: String) throws {
        var session = Self.session(mayHeat: true)
        var off = Tuning()
        off.target = Tuning.off
        off.isHeating = true
        let text = #"{"type":"set_param","parameters":{"setpoint_c":0,"# + neighbour + "}}"
        #expect(Self.receive(text, &session) == [.tune(off)])
        #expect(
            try Self.shown(&session, at: 0.5).reports.count == 1,
            "the rest is refused in words"
        )
    }

    @Test func aBandThatIsHeldToTwoKelvinIsTold() throws {
        var session = Self.session()
        _ = Self.receive(Self.set("setpoint_min_c", "50"), &session)
        _ = Self.receive(Self.set("setpoint_max_c", "55"), &session)
        var later = Self.snapshot
        later.settings.target = Celsius(52.5)
        later.settings.band = TemperatureDelta(2)
        let reports = try [1.6, 2.2].flatMap { try Self.shown(&session, later, at: $0).reports }
        #expect(reports.count == 1)
        #expect(reports.first?.contains("became 51.50 and 53.50") == true)
    }

    // MARK: Refusals

    @Test func everyRefusalOfABurstReachesTheHubAndOneEventSaysAll() throws {
        var session = Self.session()
        let wrong = [("runaway_delta_c", "9"), ("colour", "1"), ("setpoint_c", #""30""#)]
        for (name, value) in wrong {
            #expect(Self.receive(Self.set(name, value), &session).isEmpty)
        }
        #expect(try Self.shown(&session, at: 0.1).reports.isEmpty, "the burst may go on")
        let (alarms, reports) = try Self.shown(&session, at: 0.5)
        #expect(reports.count == 1)
        for (name, _) in wrong {
            #expect(reports.first?.contains(name) == true)
            #expect(alarms.allSatisfy { $0["detail"]?.string?.contains(name) == true })
        }
        #expect(alarms.map { $0["active"]?.bool } == [true, false])
        #expect(alarms.allSatisfy { $0["severity"]?.string == "info" })
        let later = try Self.shown(&session, at: 5)
        #expect(later.alarms.isEmpty && later.reports.isEmpty)
    }

    @Test func anEndWhoseOtherEndNeverComesIsRefused() throws {
        var session = Self.session()
        _ = Self.receive(Self.set("setpoint_min_c", "29"), &session)
        #expect(try Self.shown(&session, at: 1).reports.isEmpty)
        let refusals = try [1.6, 2, 2.4].flatMap { try Self.shown(&session, at: $0).reports }
        #expect(refusals.count == 1)
        #expect(refusals.first?.contains("setpoint_max_c") == true)
    }

    @Test func anEndThatIsInForceIsNotRefused() throws {
        var session = Self.session()
        _ = Self.receive(Self.set("setpoint_max_c", "60.5"), &session)
        var later = Self.snapshot
        later.settings.target = Celsius(60.2)
        later.settings.band = TemperatureDelta(0.6)
        for seconds in [1.6, 2, 2.4] {
            #expect(try Self.shown(&session, later, at: seconds).reports.isEmpty)
        }
    }

    @Test func heatThatAFaultForbidsIsRefusedInWords() throws {
        var session = Self.session(mayHeat: true)
        var latched = Self.snapshot
        latched.latch = FaultRecord(number: 7, code: .overTemperature, at: .zero)
        _ = Self.receive(Self.set("setpoint_c", "30"), &session, latched)
        let reports = try Self.shown(&session, latched, at: 0.5).reports
        #expect(reports.first?.contains("a fault is latched") == true)
        _ = Self.receive(Self.set("setpoint_c", "10"), &session, latched, at: Self.at(1))
        #expect(try Self.shown(&session, latched, at: 2).reports.isEmpty, "off is never refused")
    }
}
