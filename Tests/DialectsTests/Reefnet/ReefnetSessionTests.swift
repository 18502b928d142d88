import Chamber
import Dialects
import JSON
import SwitchCore
import Testing

/// What a hub receives, byte for byte, and when.
@Suite struct ReefnetSessionTests {
    /// 2026-02-27 21:15:10 UTC.
    private static let wall: Int64 = 1_772_226_910_000

    private static let module = {
        var module = ReefnetModule(version: "1.2.3")
        module.moduleID = "M"
        module.submoduleID = "S"
        module.label = "Reef"
        return module
    }()

    private static let snapshot = {
        var snapshot = Snapshot()
        snapshot.settings.target = Celsius(25)
        snapshot.chamber = ProbeStatus(condition: .good, temperature: Celsius(25.2))
        snapshot.chamberSecond = ProbeStatus(condition: .good, temperature: Celsius(24.9))
        snapshot.deliveredDuty = Duty(0.325)
        snapshot.switchings = 42
        return snapshot
    }()

    private static func moment(
        _ snapshot: Snapshot = snapshot,
        after seconds: Double = 0
    ) -> ReefnetMoment {
        var network = ReefnetMoment.Network(address: "192.168.4.20")
        network.hardwareAddress = "3C:DC:75:6E:D4:6C"
        return ReefnetMoment(
            snapshot,
            uptime: .seconds(12_345),
            wallMilliseconds: wall + Int64(seconds * 1000),
            network: network
        )
    }

    private static func at(_ seconds: Double) -> Instant {
        Instant.zero.advanced(by: .seconds(seconds))
    }

    private static func text(_ frame: [UInt8]) -> String {
        String(decoding: frame, as: UTF8.self)
    }

    private static func receive(
        _ text: String,
        _ session: inout ReefnetSession,
        _ snapshot: Snapshot = snapshot
    ) -> [ReefnetSession.Effect] {
        var text = text
        return text.withUTF8 {
            session.step(.received(UnsafeRawBufferPointer($0), snapshot), at: .zero)
        }
    }

    /// A session whose hub knows already that no alarm stands, on a new connection.
    private static func known(_ module: ReefnetModule = module) -> ReefnetSession {
        var session = ReefnetSession(module)
        _ = session.step(.shown(moment()), at: at(-10))
        _ = session.step(.opened, at: at(-5))
        return session
    }

    /// The frames that are due at a moment.
    private static func due(
        _ session: inout ReefnetSession,
        _ moment: ReefnetMoment,
        at now: Instant
    ) -> [[UInt8]] {
        session.step(.shown(moment), at: now).compactMap { effect in
            guard case .send(let frame) = effect else {
                Issue.record("a moment leads to \(effect)")
                return nil
            }
            return frame
        }
    }

    private static let envelope =
        #"{"protocol":"reefnet.v1","module_id":"M","submodule_id":"S","type":"#
    private static let parameters =
        #""probe_timeout_s":45,"runaway_delta_c":5.00,"max_heater_on_min":45.0,"#
        + #""stuck_relay_delta_c":1.00,"stuck_relay_window_s":60"#
    private static let golden =
        envelope + #""status","sent_at":"2026-02-27T21:15:10Z","payload":{"uptime_s":12345,"#
        + #""firmware":{"version":"1.2.3","build":"Hearth 1.2.3"},"#
        + #""network":{"ip":"192.168.4.20","mac":"3C:DC:75:6E:D4:6C"},"#
        + #""environment":{"temperature_c":25.05},"subsystems":[{"key":"heater","label":"Reef","#
        + #""kind":"heater","submodule_id":"S","state":"idle","badge":"ok","safety_lockout":false,"#
        + #""visible_alarm":"","setpoints":{"setpoint_c":25.00,"setpoint_min_c":24.90,"#
        + #""setpoint_max_c":25.10,"hysteresis_span_c":0.20,"hysteresis_half_c":0.100,"#
        + #""probe_tolerance_c":5.00,"thermistor_alarm":false,"duty_cycle_percent":32.5,"#
        + parameters + #"},"safety":{"# + parameters
        + #","state":{"all_probes_offline":false,"thermal_runaway":false,"heater_overrun":false,"#
        + #""relay_stuck":false,"lockout":false,"visible_alarm":""},"alarms":[]},"#
        + #""sensors":[{"label":"Primary","value":25.20,"unit":"C"},"#
        + #"{"label":"Secondary","value":24.90,"unit":"C"},"#
        + #"{"label":"Average","value":25.05,"unit":"C"},{"label":"Delta","value":0.30,"unit":"C"},"#
        + #"{"label":"Duty Cycle","value":32.5,"unit":"%"},"#
        + #"{"label":"Activations","value":42,"unit":"cycles"}]}]}}"#

    @Test func theStatusIsTheGoldenOne() {
        var session = Self.known()
        _ = session.step(.opened, at: .zero)
        let frames = Self.due(&session, Self.moment(), at: Self.at(0))
        #expect(frames.map(Self.text) == [Self.golden])
    }

    @Test func whatIsNotKnownIsLeftOutAndNothingIsNull() throws {
        var session = Self.known()
        var bare = ReefnetMoment(Snapshot(), uptime: .zero, wallMilliseconds: 0)
        bare.snapshot.chamber = ProbeStatus(condition: .openCircuit)
        let frame = try #require(Self.due(&session, bare, at: .zero).last)
        #expect(!Self.text(frame).contains("null"))
        #expect(!Self.text(frame).contains("network"))
        #expect(Self.text(frame).contains(#""environment":{}"#))
        _ = try JSONValue(parsing: frame)
    }

    @Test func aStatusComesEachSecondAndOnEveryChange() {
        var session = Self.known()
        #expect(Self.due(&session, Self.moment(), at: Self.at(0)).count == 1)
        #expect(Self.due(&session, Self.moment(), at: Self.at(0.9)).isEmpty)
        #expect(Self.due(&session, Self.moment(), at: Self.at(1)).count == 1)
        var heating = Self.snapshot
        heating.isHeaterOn = true
        #expect(Self.due(&session, Self.moment(heating), at: Self.at(1.1)).count == 1)
        #expect(Self.due(&session, Self.moment(heating), at: Self.at(1.2)).isEmpty)
    }

    @Test func aRequestIsAnsweredAtOnceAndAFloodOnce() {
        var session = Self.known()
        _ = Self.due(&session, Self.moment(), at: Self.at(0))
        for _ in 0..<1000 { _ = Self.receive(#"{"type":"config_request"}"#, &session) }
        #expect(Self.due(&session, Self.moment(), at: Self.at(0.1)).count == 1)
        #expect(Self.due(&session, Self.moment(), at: Self.at(0.2)).isEmpty)
    }

    @Test func aSettingIsAnsweredOnceItHasHadItsEffect() {
        var session = Self.known()
        _ = Self.due(&session, Self.moment(), at: Self.at(0))
        let reaction = Self.receive(
            #"{"type":"set_param","param":"setpoint_c","value":25}"#,
            &session
        )
        #expect(reaction.wishes.count == 1)
        #expect(Self.due(&session, Self.moment(), at: Self.at(0.1)).isEmpty)
        var later = Self.snapshot
        later.step += 2
        #expect(Self.due(&session, Self.moment(later), at: Self.at(0.3)).count == 1)
    }

    private static func latched(_ code: FaultCode) -> Snapshot {
        var snapshot = snapshot
        snapshot.latch = FaultRecord(number: 7, code: code, at: .zero, value: 61, limit: 60)
        return snapshot
    }

    @Test func anAlarmIsToldOnceAndItsEndToo() throws {
        var session = Self.known()
        _ = Self.due(&session, Self.moment(), at: Self.at(0))
        let began = Self.due(&session, Self.moment(Self.latched(.overTemperature)), at: Self.at(1))
        #expect(began.count == 2)
        let alarm =
            Self.envelope + #""alarm","sent_at":"2026-02-27T21:15:10Z","payload":"#
            + #"{"severity":"critical","code":"safety.thermal_runaway","message":"Thermal runaway","#
            + #""category":"safety","active":true,"detail":"A probe read 61.0 °C; the limit is "#
            + #"60.0 °C.","triggered_at":"2026-02-27T21:15:10Z","meta":{"avg_temp_c":25.05,"#
            + #""setpoint_min_c":24.90,"setpoint_max_c":25.10,"lockout":true,"#
            + #""code":"safety.over_temperature"}}}"#
        #expect(Self.text(began[0]) == alarm)
        let status = Self.text(began[1])
        #expect(status.contains(#""state":"locked","badge":"alarm","safety_lockout":true"#))
        #expect(status.contains(#""visible_alarm":"safety.thermal_runaway""#))
        #expect(
            Self.due(&session, Self.moment(Self.latched(.overTemperature)), at: Self.at(1.5))
                .isEmpty
        )
        let ended = Self.due(&session, Self.moment(after: 60), at: Self.at(2))
        let end = Self.text(try #require(ended.first))
        #expect(end.contains(#""severity":"info","code":"safety.thermal_runaway""#))
        #expect(end.contains(#""active":false"#))
        #expect(end.contains(#""triggered_at":"2026-02-27T21:15:10Z""#))
        #expect(end.contains(#""cleared_at":"2026-02-27T21:16:10Z""#))
    }

    @Test func aHubThatComesBackHearsOfWhatStandsAndWhatHasEnded() {
        var session = Self.known()
        _ = Self.due(&session, Self.moment(Self.latched(.relayStuck)), at: Self.at(0))
        _ = session.step(.opened, at: .zero)
        let again = Self.due(&session, Self.moment(Self.latched(.relayStuck)), at: Self.at(10))
        #expect(again.count == 2)
        _ = session.step(.opened, at: .zero)
        let ended = Self.due(&session, Self.moment(), at: Self.at(20)).map(Self.text)
        #expect(ended.first?.contains(#""active":false"#) == true)
    }

    @Test func theMostUrgentAlarmIsTheVisibleOne() throws {
        var session = Self.known()
        var snapshot = Self.latched(.probeMismatch)
        snapshot.warnings.set(.probeSingleFailure, true)
        snapshot.warnings.set(.thermalRunaway, true)
        let frames = Self.due(&session, Self.moment(snapshot), at: .zero).map(Self.text)
        #expect(frames.count == 4)
        let status = try #require(frames.last)
        #expect(status.contains(#""visible_alarm":"safety.thermal_runaway","setpoints""#))
    }

    @Test func probesThatComeApartAreAnAlarmOfTheirOwn() {
        var session = Self.known()
        _ = Self.due(&session, Self.moment(), at: Self.at(0))
        func frames(_ second: Double, at seconds: Double) -> [String] {
            var snapshot = Self.snapshot
            snapshot.chamberSecond.temperature = Celsius(second)
            return Self.due(&session, Self.moment(snapshot), at: Self.at(seconds)).map(Self.text)
        }
        let apart = frames(19, at: 1)
        #expect(apart.count == 2)
        #expect(
            apart.first?.contains(#""severity":"warning","code":"thermistor_mismatch""#) == true
        )
        #expect(
            apart.first?.contains(
                #""meta":{"delta_c":6.20,"threshold_c":5.00,"primary_temp_c":25.20,"#
                    + #""secondary_temp_c":19.00}"#
            ) == true
        )
        #expect(apart.last?.contains(#""thermistor_alarm":true"#) == true)
        // Within the tolerance, but not well within it.
        #expect(frames(20.8, at: 1.1).isEmpty)
        #expect(frames(24, at: 1.2).first?.contains(#""severity":"info""#) == true)
    }

    @Test func everyRuleHasAnAlarmButTheEndOfALease() {
        for code in FaultCode.allCases {
            var session = Self.known()
            let frames = Self.due(&session, Self.moment(Self.latched(code)), at: .zero).map(
                Self.text
            )
            #expect(frames.count == (code == .leaseExpired ? 1 : 2), "\(code.word)")
            guard code != .leaseExpired else { continue }
            #expect(frames.first?.contains(#""code":"\#(code.word)"}}}"#) == true)
        }
    }
}

extension [ReefnetSession.Effect] {
    fileprivate var wishes: [Wish] {
        compactMap { if case .post(let wish) = $0 { wish } else { nil } }
    }
}
