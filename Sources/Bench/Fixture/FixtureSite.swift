import Chamber
package import CommandLine
import JSON
import MachineClock
import Plant
import SwitchCore
package import WebSocket

/// The HTTP interface of a fixture's service (`docs/bench.md`): one path, on the server's thread alone.
package final class FixtureSite: ServerDelegate {
    /// Where the fixture is asked.
    package static let path = "/fixture"
    /// More than any request takes.
    private static let longestBody = 512

    private let fixture: LineFixture
    private let token: String
    private var witness: Witness?
    private var lease: FixtureLease
    private let report: (String) -> Void
    /// Called about ten times a second, on the server's thread.
    package var atEachBeat: () -> Void = {}

    /// `token`: the word that a client has to give; empty: none. `report` gets a line for each change.
    package init(
        _ fixture: LineFixture,
        witness: Witness?,
        token: String,
        report: @escaping (String) -> Void
    ) {
        (self.fixture, self.witness) = (fixture, witness)
        (self.token, self.report) = (token, report)
        lease = FixtureLease(fixture.faults)
    }

    package func judge(_ request: RequestHead, from peer: PeerID) -> Verdict {
        guard request.path == Self.path else {
            return .respond(refusal(404, "not_found", "The fixture is at \(Self.path)."))
        }
        guard token.isEmpty || request.authorization == "Bearer \(token)" else {
            return .respond(refusal(401, "token_needed", "Give the fixture's token."))
        }
        switch request.method {
        case .get: return .respond(status)
        case .post:
            // As in the service: a form on another site cannot send this type.
            guard request.contentType == "application/json" else {
                return .respond(refusal(415, "not_json", "Send Content-Type: application/json."))
            }
            return .receiveBody(limit: Self.longestBody)
        case _: return .respond(refusal(405, "wrong_method", "Use GET or POST."))
        }
    }

    package func receivedBody(
        _ body: [UInt8],
        of request: RequestHead,
        from peer: PeerID
    ) -> Response? {
        guard let (session, wanted) = Self.request(body) else {
            return refusal(
                400,
                "bad_json",
                "Send {\"session\":1,\"begin\":\"element_open\"}, with begin, end, end_all or renew."
            )
        }
        let effects = lease.step(.request(session: session, wanted), at: .monotonic())
        return carryOut(effects) ?? status
    }

    package func beat() {
        _ = carryOut(lease.step(.tick, at: .monotonic()))
        atEachBeat()
    }

    package func refusal(_ status: Int, _ code: String, _ message: String) -> Response {
        let body = JSONWriter.object { json in
            json.member("ok", false)
            json.member("error", message)
            json.member("code", code)
        }
        return Response(
            status: status,
            contentType: "application/json",
            body: OutgoingBytes(body)
        )
    }

    /// Ends all faults, at the end of the service.
    package func endAll() throws(CommandFailure) { try fixture.endAll() }

    private func carryOut(_ effects: [FixtureLease.Effect]) -> Response? {
        for effect in effects {
            switch effect {
            case .refuse(let reason): return refusal(409, "refused", reason)
            case .set(let fault, let isPresent):
                do throws(CommandFailure) {
                    try fixture.set(fault, isPresent)
                } catch {
                    report(error.message)
                    return refusal(500, "line_failed", error.message)
                }
                report("\(fault.name) \(isPresent ? "begins" : "ends")")
            }
        }
        return nil
    }

    private static func request(_ body: [UInt8]) -> (Int, FixtureLease.Request)? {
        do throws(JSONError) {
            let object = try JSONValue(parsing: body).object
            guard let session = object?["session"]?.wholeNumber else { return nil }
            if let name = object?["begin"]?.string, let fault = PlantFault(name: name) {
                return (session, .begin(fault))
            }
            if let name = object?["end"]?.string, let fault = PlantFault(name: name) {
                return (session, .end(fault))
            }
            if object?["end_all"]?.bool == true { return (session, .endAll) }
            return object?["renew"]?.bool == true ? (session, .renew) : nil
        } catch {
            return nil
        }
    }

    private var status: Response {
        let body = JSONWriter.object { json in
            json.member("ok", true)
            json.member("name", fixture.name)
            json.array("faults") { list in
                for fault in fixture.faults { list.element(fault.name) }
            }
            json.array("present") { list in
                for fault in lease.present { list.element(fault.name) }
            }
            guard let witness else { return json.null("witness") }
            json.object("witness") { json in
                json.member("name", witness.name)
                json.member("heat", self.witness?.sees())
                json.member("delay_s", witness.delay.inSeconds, decimals: 1)
            }
        }
        return Response(status: 200, contentType: "application/json", body: OutgoingBytes(body))
    }
}
