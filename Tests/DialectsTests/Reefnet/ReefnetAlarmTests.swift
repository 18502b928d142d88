import Chamber
import Dialects
import JSON
import SwitchCore
import Testing

/// Alarms on the first connection of a process, and their times and averages.
@Suite struct ReefnetAlarmTests {
    /// 2026-02-27 21:15:10 UTC.
    private static let wall: Int64 = 1_772_226_910_000

    private static func snapshot(_ change: (inout Snapshot) -> Void = { _ in }) -> Snapshot {
        var snapshot = Snapshot()
        snapshot.at = Instant.zero.advanced(by: .seconds(100))
        snapshot.chamber = ProbeStatus(condition: .good, temperature: Celsius(61))
        change(&snapshot)
        return snapshot
    }

    private static func frames(
        _ session: inout ReefnetSession,
        _ snapshot: Snapshot,
        earlier: ReefnetMoment.EarlierFault? = nil,
        at seconds: Double = 0
    ) throws -> [(type: String, payload: JSONObject)] {
        var moment = ReefnetMoment(snapshot, uptime: .zero, wallMilliseconds: wall)
        moment.earlierFault = earlier
        let now = Instant.zero.advanced(by: .seconds(seconds))
        return try session.step(.shown(moment), at: now).map { effect in
            guard case .send(let frame) = effect,
                let object = try JSONValue(parsing: frame).object,
                let type = object["type"]?.string, let payload = object["payload"]?.object
            else { throw Unexpected() }
            return (type, payload)
        }
    }

    private struct Unexpected: Error {}

    private static func latch(at seconds: Double, _ chamber: Celsius?) -> FaultRecord {
        FaultRecord(
            number: 7,
            code: .overTemperature,
            at: Instant.zero.advanced(by: .seconds(seconds)),
            chamber: chamber
        )
    }

    @Test func theFirstConnectionEndsEveryAlarmThatDoesNotStand() throws {
        for isLatched in [false, true] {
            var session = ReefnetSession(ReefnetModule(version: "1"))
            let snapshot = Self.snapshot {
                if isLatched { $0.latch = Self.latch(at: 99.9, nil) }
            }
            _ = session.step(.opened, at: .zero)
            let frames = try Self.frames(&session, snapshot)
            let alarms = frames.filter { $0.type == "alarm" }.map(\.payload)
            let ended = alarms.filter { $0["active"]?.bool == false }.compactMap {
                $0["code"]?.string
            }
            var expected = Set(ReefnetAlarm.allCases.map(\.rawValue) + ["thermistor_mismatch"])
            if isLatched { expected.remove(ReefnetAlarm.thermalRunaway.rawValue) }
            #expect(Set(ended) == expected && ended.count == expected.count)
            #expect(alarms.filter { $0["active"]?.bool == true }.count == (isLatched ? 1 : 0))
            #expect(frames.last?.type == "status")
            _ = session.step(.opened, at: .zero)
            let again = try Self.frames(&session, snapshot, at: 9).filter { $0.type == "alarm" }
            #expect(again.count == (isLatched ? 1 : 0), "once in a process")
        }
    }

    @Test func nothingIsToldBeforeEveryProbeWasRead() throws {
        let waiting = ProbeStatus(condition: .waiting)
        let fields: [WritableKeyPath<Snapshot, ProbeStatus>] = [
            \.chamber, \.chamberSecond, \.element,
        ]
        for field in fields {
            var session = ReefnetSession(ReefnetModule(version: "1"))
            _ = session.step(.opened, at: .zero)
            let early = Self.snapshot { $0[keyPath: field] = waiting }
            #expect(try Self.frames(&session, early).isEmpty)
            #expect(try Self.frames(&session, Self.snapshot(), at: 0.2).last?.type == "status")
        }
    }

    @Test func anAlarmHasTheTimeAndTheAverageOfItsTrip() throws {
        var session = ReefnetSession(ReefnetModule(version: "1"))
        // The probe failed in the step of the trip, ten seconds ago.
        let late = Self.snapshot {
            $0.latch = Self.latch(at: 90, Celsius(58.5))
            $0.chamber = ProbeStatus(condition: .openCircuit)
        }
        let alarm = try #require(
            Self.frames(&session, late).first { $0.payload["active"]?.bool == true }?.payload
        )
        #expect(alarm["triggered_at"]?.string == "2026-02-27T21:15:00Z")
        #expect(alarm["meta"]?.object?["avg_temp_c"]?.number == 58.5)
    }

    @Test func aTripOfThisMomentHasTheAverageOfThisMoment() throws {
        var session = ReefnetSession(ReefnetModule(version: "1"))
        let now = Self.snapshot {
            $0.latch = Self.latch(at: 99.9, Celsius(58.5))
            $0.chamberSecond = ProbeStatus(condition: .good, temperature: Celsius(60))
        }
        func average(_ snapshot: Snapshot, at seconds: Double) throws -> Double? {
            _ = session.step(.opened, at: .zero)
            let frames = try Self.frames(&session, snapshot, at: seconds)
            let alarm = frames.first { $0.payload["active"]?.bool == true }?.payload
            return alarm?["meta"]?.object?["avg_temp_c"]?.number
        }
        #expect(try average(now, at: 0) == 60.5)
        var cooled = now
        cooled.chamber.temperature = Celsius(30)
        cooled.at = cooled.at.advanced(by: .seconds(600))
        #expect(try average(cooled, at: 600) == 60.5, "the same on the next connection")
    }

    @Test func afterARestartItHasTheTimeThatWasStored() throws {
        var session = ReefnetSession(ReefnetModule(version: "1"))
        // The monotonic time of another run means nothing here.
        let restored = Self.snapshot { $0.latch = Self.latch(at: 5_000, Celsius(58.5)) }
        let earlier = ReefnetMoment.EarlierFault(number: 7, wallMilliseconds: Self.wall - 3_600_000)
        let alarm = try #require(
            Self.frames(&session, restored, earlier: earlier)
                .first { $0.payload["active"]?.bool == true }?.payload
        )
        #expect(alarm["triggered_at"]?.string == "2026-02-27T20:15:10Z")
        #expect(alarm["meta"]?.object?["avg_temp_c"]?.number == 58.5)
    }

    @Test func aWirelessNetworkIsNamedWithItsStrength() throws {
        var session = ReefnetSession(ReefnetModule(version: "1"))
        var moment = ReefnetMoment(Self.snapshot(), uptime: .zero, wallMilliseconds: Self.wall)
        var network = ReefnetMoment.Network(address: "192.168.4.20")
        network.ssid = "Reef"
        network.signal = -56
        moment.network = network
        guard case .send(let frame) = session.step(.shown(moment), at: .zero).last else {
            throw Unexpected()
        }
        let text = String(decoding: frame, as: UTF8.self)
        #expect(text.contains(#""network":{"ip":"192.168.4.20","ssid":"Reef","rssi_dbm":-56}"#))
    }
}
