package import CommandLine
import JSON
package import Plant
import SwitchCore
import WebSocket

/// A fixture's service on this machine or another. Class: faults and witness ask over one conversation.
package final class RemoteFixture {
    private let client: HTTPClient
    private let token: String
    private let session = Int(UInt32.random(in: 1...UInt32(Int32.max)))
    /// What the fixture calls itself.
    package let name: String
    /// What it can make.
    package let faults: [PlantFault]
    /// The name of its witness, and how late that may be; `nil`: none.
    package let witness: (name: String, delay: Duration)?

    /// How long an answer may take: shorter than the silence after which the faults end.
    private static let timeout = Duration.seconds(2)
    /// The usual port of a fixture's service.
    package static let port: UInt16 = 8_090

    /// Asks a fixture what it can do. Throws where it does not answer.
    package init(_ file: FixtureFile) throws(CommandFailure) {
        guard let address = DaemonAddress(text: file.host) else {
            throw CommandFailure(
                .misconfigured,
                "the fixture: \"\(file.host)\" is no address; write host: bench.local:8090"
            )
        }
        let hasPort = file.host.split(separator: ":").count > 1
        client = HTTPClient(host: address.host, port: hasPort ? address.port : Self.port)
        token = file.token
        let answer = try Self.ask(client, .get, token, [])
        name = answer["name"]?.string ?? file.host
        faults = FixtureFile.faults.filter { fault in
            answer["faults"]?.strings.contains(fault.name) ?? false
        }
        witness = answer["witness"]?.object.map { witness in
            let seconds = witness["delay_s"]?.number ?? 0
            return (
                witness["name"]?.string ?? "the fixture's witness",
                .milliseconds(Int64(seconds * 1000))
            )
        }
    }

    /// Asks for something, and stays the bench that the fixture listens to. Returns what the witness sees.
    @discardableResult
    func post(_ write: (inout JSONWriter) -> Void) throws(CommandFailure) -> Bool? {
        let body = JSONWriter.object { json in
            json.member("session", session)
            write(&json)
        }
        return try Self.ask(client, .post, token, body)["witness"]?.object?["heat"]?.bool
    }

    private static func ask(
        _ client: HTTPClient,
        _ method: RequestHead.Method,
        _ token: String,
        _ body: [UInt8]
    ) throws(CommandFailure) -> JSONObject {
        var headers = [Response.Header("Content-Type", "application/json")]
        if !token.isEmpty { headers.append(Response.Header("Authorization", "Bearer \(token)")) }
        let reply: HTTPClient.Reply
        do throws(HTTPClientError) {
            reply = try client.request(
                method,
                FixtureSite.path,
                headers: headers,
                body: body,
                timeout: timeout
            )
        } catch {
            throw CommandFailure(.unavailable, "the fixture does not answer: \(error.description)")
        }
        let object: JSONObject?
        do throws(JSONError) {
            object = try JSONValue(parsing: reply.body).harmless.object
        } catch {
            throw CommandFailure(.failed, "the fixture's answer is no JSON: \(error.description)")
        }
        guard reply.status == 200, let object else {
            let reason = object?["error"]?.string ?? "status \(reply.status)"
            throw CommandFailure(.refused, "the fixture refused: \(reason)")
        }
        return object
    }
}

/// Faults by a fixture's service.
package struct RemoteFaultMaker: FaultMaker {
    private let fixture: RemoteFixture

    package init(_ fixture: RemoteFixture) { self.fixture = fixture }

    package var name: String { fixture.name }

    package func reason(against order: FaultOrder) -> String? {
        guard case .begin(let fault, let amount) = order else { return nil }
        return LineFaultMaker.reason(against: fault, amount, among: fixture.faults)
    }

    package mutating func carryOut(_ order: FaultOrder) throws(CommandFailure) -> HandWork? {
        try fixture.post { json in
            switch order {
            case .begin(let fault, _): json.member("begin", fault.name)
            case .end(let fault): json.member("end", fault.name)
            case .endAll: json.member("end_all", true)
            }
        }
        return nil
    }

    package mutating func renew() throws(CommandFailure) {
        try fixture.post { $0.member("renew", true) }
    }

    package mutating func endAll() throws(CommandFailure) { _ = try carryOut(.endAll) }
}

/// The witness of a fixture's service: what it answered to the newest renewal.
struct RemoteWitness: WitnessSource {
    let fixture: RemoteFixture
    var name: String { "\(fixture.witness?.name ?? "") of \(fixture.name)" }

    mutating func sees() -> Bool? {
        do throws(CommandFailure) {
            return try fixture.post { $0.member("renew", true) }
        } catch {
            return nil
        }
    }
}

extension Witness {
    /// The witness of a fixture's service; `nil`: it has none.
    package init?(of fixture: RemoteFixture) {
        guard let delay = fixture.witness?.delay else { return nil }
        self.init(RemoteWitness(fixture: fixture), delay: delay)
    }
}
