import Chamber
import Dialects
import JSON
import Surroundings
import SwitchCore
import Testing

/// What clients of `/api/v2` are answered, and which wishes they cause.
@Suite struct DragonBreathSessionTests {
    private static let leaseID = "0123456789abcdef0123456789abcdef"

    /// A session before a controller that does what a test says.
    private struct Bench {
        var session = DragonBreathSession(.init(version: "1.2.3", bootID: "b"))
        var snapshot = Snapshot()
        var now = Instant.zero
        private var ticket: UInt64 = 0

        init() {
            snapshot.chamber = ProbeStatus(condition: .good, temperature: Celsius(25.25))
            snapshot.settings.mode = .alwaysOn
            _ = show()
        }

        mutating func show() -> [DragonBreathSession.Effect] {
            session.step(.shown(snapshot, DeviceView()), at: now)
        }

        mutating func send(_ body: String, from connection: UInt64 = 1) -> Outcome {
            ticket += 1
            let client = DragonBreathSession.Client(connection: connection, address: "::1")
            let event = DragonBreathSession.Event.command(
                Array(body.utf8),
                from: client,
                ticket: ticket,
                leaseID: DragonBreathSessionTests.leaseID
            )
            return Outcome(session.step(event, at: now))
        }

        mutating func heartbeat(_ id: String) -> Outcome {
            ticket += 1
            let client = DragonBreathSession.Client(connection: 9, address: "::1")
            let body = Array(#"{"api_version":2,"lease_id":"\#(id)"}"#.utf8)
            let event = DragonBreathSession.Event.heartbeat(body, from: client, ticket: ticket)
            return Outcome(session.step(event, at: now))
        }

        mutating func decide(_ ticket: UInt64, _ answer: WishOutcome.Answer?) -> Outcome {
            let shown = show()
            return Outcome(shown + session.step(.decided(ticket, answer), at: now))
        }

        /// The controller heats for the envelope's sender.
        mutating func grant(_ envelope: WishEnvelope) -> Outcome {
            snapshot.settings.isOn = true
            snapshot.setPoint = Celsius(45)
            snapshot.lease = LeaseStatus(requester: envelope.requester, remaining: .seconds(120))
            return decide(envelope.ticket, .applied)
        }
    }

    /// What came of a step.
    private struct Outcome {
        var posted: [WishEnvelope] = []
        var answers: [(status: Int, object: JSONObject, connection: UInt64)] = []

        init(_ effects: [DragonBreathSession.Effect]) {
            for effect in effects {
                switch effect {
                case .post(let envelopes): posted += envelopes
                case .answer(let status, let body, let connection):
                    let object = (try? JSONValue(parsing: body))?.object ?? JSONObject([])
                    answers.append((status, object, connection))
                }
            }
        }

        var status: Int? { answers.first?.status }
        var error: String? { answers.first?.object["error"]?.string }
    }

    private static func command(
        _ command: String,
        revision: UInt32? = 1,
        id: String = "r",
        actor: String = "k"
    ) -> String {
        let expected = revision.map { #""expected_revision":\#($0),"# } ?? ""
        return """
            {"api_version":2,"request_id":"\(id)",\(expected)\
            "actor":{"kind":"klipper","id":"\(actor)"},"command":\(command)}
            """
    }

    private static let heat = #"{"name":"power_on","target_c":45}"#
    private static let off = #"{"name":"off"}"#

    @Test func heatIsOneLeasedWishAndItsAnswerHoldsTheLease() throws {
        var bench = Bench()
        let asked = bench.send(Self.command(Self.heat))
        let envelope = try #require(asked.posted.first)
        #expect(envelope.wish == .heat(to: Celsius(45)))
        #expect(envelope.lease == .seconds(120))
        #expect(envelope.requester.kind == .dragonBreath)
        #expect(asked.posted.count == 1)
        #expect(asked.answers.isEmpty)
        let granted = bench.grant(envelope)
        let answer = try #require(granted.answers.first)
        #expect(answer.object["lease_id"]?.string == Self.leaseID)
        let state = try #require(answer.object["state"]?.object)
        #expect(state["mode"]?.string == "power_on")
        #expect(state["source"]?.string == "klipper")
        #expect(state["state_revision"]?.wholeNumber == 2)
        let lease = try #require(state["control"]?.object?["lease"]?.object)
        #expect(lease["owner"]?.string == "k")
        #expect(lease["expires_in_ms"]?.wholeNumber == 120_000)
    }

    @Test func aHeartbeatRenewsForTheHolderAlone() throws {
        var bench = Bench()
        let envelope = try #require(bench.send(Self.command(Self.heat)).posted.first)
        _ = bench.grant(envelope)
        #expect(bench.heartbeat(String(repeating: "0", count: 32)).error == "stale_lease")
        let asked = try #require(bench.heartbeat(Self.leaseID).posted.first)
        #expect(asked.wish == .renewLease)
        #expect(asked.requester == envelope.requester)
        #expect(bench.decide(asked.ticket, .applied).status == 200)
        // It ended between the heartbeat and the controller's step.
        let late = try #require(bench.heartbeat(Self.leaseID).posted.first)
        #expect(bench.decide(late.ticket, .unchanged).error == "stale_lease")
        // Another requester holds it now.
        bench.snapshot.lease?.requester = Requester(.api, session: envelope.requester.session)
        _ = bench.show()
        #expect(bench.heartbeat(Self.leaseID).error == "stale_lease")
    }

    @Test func ofTwoCommandsForOneRevisionTheSecondIsRefused() throws {
        var bench = Bench()
        let first = bench.send(Self.command(Self.heat), from: 1)
        let second = bench.send(Self.command(Self.heat, id: "s", actor: "other"), from: 2)
        #expect(second.posted.isEmpty)
        #expect(second.answers.isEmpty)
        let outcome = bench.grant(try #require(first.posted.first))
        #expect(outcome.posted.isEmpty)
        #expect(outcome.answers.map(\.status) == [200, 409])
        #expect(outcome.answers.map(\.connection) == [1, 2])
    }

    @Test func offOvertakesWhatWaits() throws {
        var bench = Bench()
        let first = try #require(bench.send(Self.command(Self.heat), from: 1).posted.first)
        _ = bench.send(Self.command(Self.heat, id: "s", actor: "other"), from: 2)
        let off = bench.send(Self.command(Self.off, revision: nil), from: 3)
        #expect(off.posted.map(\.wish) == [.setPower(false)])
        #expect(off.answers.map(\.connection) == [2])
        #expect(off.error == "revision_conflict")
        _ = bench.grant(first)
        // Heat for the revision that the off will end has to wait for the off.
        let heat = Self.command(Self.heat, revision: bench.session.revision, id: "t")
        #expect(bench.send(heat, from: 4).posted.isEmpty)
        bench.snapshot.settings.isOn = false
        bench.snapshot.setPoint = nil
        bench.snapshot.lease = nil
        let decided = bench.decide(try #require(off.posted.first).ticket, .applied)
        #expect(decided.posted.isEmpty)
        #expect(decided.answers.map(\.status) == [200, 409])
    }

    @Test func offRaisesTheRevisionThoughItChangesNothing() throws {
        var bench = Bench()
        let off = try #require(bench.send(Self.command(Self.off)).posted.first)
        #expect(bench.decide(off.ticket, .unchanged).status == 200)
        #expect(bench.session.revision == 2)
    }

    @Test func measurementsRaiseNoRevisionAndFaultsDo() {
        var bench = Bench()
        bench.snapshot.chamber.temperature = Celsius(30)
        bench.snapshot.isHeaterOn = true
        bench.snapshot.settings.volume = 3
        _ = bench.show()
        #expect(bench.session.revision == 1)
        bench.snapshot.activity = .ventilating
        _ = bench.show()
        #expect(bench.session.revision == 2)
    }

    @Test func theSameRequestOfTheSameClientIsCarriedOutOnce() throws {
        var bench = Bench()
        let body = Self.command(Self.heat)
        _ = bench.grant(try #require(bench.send(body).posted.first))
        let again = bench.send(body)
        #expect(again.posted.isEmpty)
        #expect(again.answers.first?.object["lease_id"]?.string == Self.leaseID)
        let other = bench.send(Self.command(#"{"name":"power_on","target_c":46}"#))
        #expect(other.error == "revision_conflict")
        #expect(other.answers.first?.object["lease_id"] == nil)
    }

    @Test func aLostWishAndASilentControllerAreTold() throws {
        var bench = Bench()
        let lost = try #require(bench.send(Self.command(Self.heat)).posted.first)
        #expect(bench.decide(lost.ticket, nil).status == 503)
        _ = bench.send(Self.command(Self.heat))
        bench.now = bench.now.advanced(by: .seconds(2))
        let late = Outcome(bench.show())
        #expect(late.status == 503)
        #expect(late.error == "busy")
        // The next one is not held up.
        #expect(bench.send(Self.command(Self.heat, id: "n")).posted.count == 1)
    }

    @Test func whoHasLeftIsNotAnsweredAndHoldsNobodyUp() throws {
        var bench = Bench()
        let first = try #require(bench.send(Self.command(Self.heat), from: 1).posted.first)
        _ = bench.send(Self.command(Self.heat, id: "s", actor: "o"), from: 2)
        _ = bench.session.step(.left(connection: 1), at: bench.now)
        _ = bench.session.step(.left(connection: 2), at: bench.now)
        #expect(bench.grant(first).answers.isEmpty)
        let heat = Self.command(Self.heat, revision: bench.session.revision, id: "n")
        #expect(bench.send(heat, from: 3).posted.count == 1)
    }

    @Test func aFaultIsClearedOnceItIsOffTheDisk() throws {
        var bench = Bench()
        let clear = Self.command(#"{"name":"clear_fault"}"#)
        let asked = try #require(bench.send(clear).posted.first)
        #expect(asked.wish == .clearLatch)
        #expect(bench.decide(asked.ticket, .refused(.nothingLatched)).status == 200)
        let again = Self.command(#"{"name":"clear_fault"}"#, revision: 2, id: "s")
        let second = try #require(bench.send(again).posted.first)
        #expect(bench.decide(second.ticket, .refused(.conditionPersists)).error == "fault_latched")
    }

    @Test(arguments: [
        "", "{", "[]", "null", "{}", #"{"command":{}}"#, #"{"command":{"name":"on"}}"#,
        #"{"api_version":2,"command":{"name":"power_on","target_c":50}}"#,
        #"{"command":true}"#, #"{"command":"on"}"#,
    ])
    func malformedCommandsChangeNothing(_ body: String) {
        var bench = Bench()
        let outcome = bench.send(body)
        #expect(outcome.posted.isEmpty)
        #expect(outcome.status == 400)
        #expect(bench.session.revision == 1)
    }
}
