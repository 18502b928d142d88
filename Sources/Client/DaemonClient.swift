import Chamber
package import CommandLine
import Daemon
import Dialects
import Glibc
package import JSON
import SwitchCore
import System
package import WebSocket

/// Talks to a running daemon through its HTTP interface (`docs/api.md`).
package struct DaemonClient {
    private let client: HTTPClient
    private let address: DaemonAddress
    private let timeout: Duration
    /// The daemon's own version.
    package let version: String

    /// The first of `addresses` at which a daemon answers: no other program is sent a token.
    ///
    /// `timeout`: how long each answer may take.
    package init(
        at addresses: [DaemonAddress],
        timeout: Duration = .seconds(5)
    ) throws(CommandFailure) {
        var complaints: [String] = []
        for address in addresses {
            let client = HTTPClient(host: address.host, port: address.port)
            do throws(HTTPClientError) {
                let reply = try client.request(.get, "/api/v1/version", timeout: timeout)
                if let answer = reply.object, answer["name"]?.string == "hearth" {
                    self.client = client
                    self.address = address
                    self.timeout = timeout
                    version = answer["version"]?.string ?? "unknown"
                    return
                }
                complaints.append("something other than Hearth answers at \(address)")
            } catch {
                complaints.append(error.description)
            }
        }
        let list = addresses.map(\.description).joined(separator: " or ")
        guard addresses.count == 1, let complaint = complaints.first else {
            throw CommandFailure(
                .unreachable,
                "hearth: no daemon answers at \(list); start one with \"hearth run\", "
                    + "or name another with --host"
            )
        }
        throw CommandFailure(.unreachable, "hearth: \(complaint)")
    }

    /// The answer to a GET, as text and as an object.
    package func get(_ path: String) throws(CommandFailure) -> (text: String, object: JSONObject) {
        try answer(to: .get, path, headers: [], body: [])
    }

    /// The answer to a GET that is no JSON, such as a table.
    package func text(_ path: String) throws(CommandFailure) -> String {
        let reply = try reply(to: .get, path, headers: [], body: [], timeout: nil)
        guard reply.status == 200 else { return try success(of: reply).text }
        return String(decoding: reply.body, as: UTF8.self)
    }

    /// The daemon's state.
    package func state() throws(CommandFailure) -> JSONObject {
        try get("/api/v1/state").object
    }

    /// How often the daemon is asked while a command waits.
    private static let pauseMicroseconds: useconds_t = 250_000
    private static let asksPerSecond = 4

    /// Asks for the state until `isDone`, for at most `seconds`: the last one, and whether it was
    /// done.
    package func state(
        within seconds: Int,
        until isDone: (JSONObject) -> Bool
    ) throws(CommandFailure) -> (state: JSONObject, wasDone: Bool) {
        for _ in 0..<seconds * Self.asksPerSecond {
            let state = try state()
            if isDone(state) { return (state, true) }
            usleep(Self.pauseMicroseconds)
        }
        let state = try state()
        return (state, isDone(state))
    }

    /// Posts one wish about what surrounds the controller: printer, network, names.
    package func deviceWish(_ write: (inout JSONWriter) -> Void) throws(CommandFailure) {
        _ = try wish(to: "/api/v1/device", write)
    }

    /// Posts one wish for the command line, by default to the path for wishes about heat; returns
    /// the answer as text and as an object.
    package func wish(
        to path: String = "/api/v1/wish",
        timeout: Duration? = nil,
        _ write: (inout JSONWriter) -> Void
    ) throws(CommandFailure) -> (text: String, object: JSONObject) {
        let body = JSONWriter.object { writer in
            write(&writer)
            writer.member("requester", "command_line")
        }
        return try answer(
            to: .post,
            path,
            headers: [Response.Header("Content-Type", "application/json")],
            body: body,
            timeout: timeout
        )
    }

    /// Uploads an update; returns whether it was accepted, and the daemon's text.
    package func upload(_ bundle: [UInt8]) throws(CommandFailure) -> (
        isAccepted: Bool, words: String
    ) {
        do throws(HTTPClientError) {
            let reply = try client.request(
                .post,
                "/ota",
                headers: [
                    Response.Header("Content-Type", "application/octet-stream"),
                    Response.Header("OTA-Type", "ota_fw"),
                ],
                body: bundle,
                timeout: .seconds(400)
            )
            return (
                reply.header("hearth-update") == "accepted",
                reply.header("hearth-update-words") ?? "the daemon gave no answer about the update"
            )
        } catch {
            throw CommandFailure(.unreachable, "hearth: \(error.description)")
        }
    }

    /// Asks the daemon to roll back.
    package func rollBack() throws(CommandFailure) {
        _ = try answer(to: .post, "/api/v1/update/rollback", headers: [], body: [])
    }

    private func answer(
        to method: RequestHead.Method,
        _ path: String,
        headers: [Response.Header],
        body: [UInt8],
        timeout: Duration? = nil
    ) throws(CommandFailure) -> (text: String, object: JSONObject) {
        try success(
            of: try reply(to: method, path, headers: headers, body: body, timeout: timeout)
        )
    }

    private func reply(
        to method: RequestHead.Method,
        _ path: String,
        headers: [Response.Header],
        body: [UInt8],
        timeout: Duration?
    ) throws(CommandFailure) -> HTTPClient.Reply {
        do throws(HTTPClientError) {
            let token = ClientToken.headers(for: address.host, address.port)
            return try client.request(
                method,
                path,
                headers: headers + token,
                body: body,
                timeout: timeout ?? self.timeout
            )
        } catch {
            throw CommandFailure(.unreachable, "hearth: \(error.description)")
        }
    }

    /// What a reply says; throws where it is a refusal.
    private func success(
        of reply: HTTPClient.Reply
    ) throws(CommandFailure) -> (text: String, object: JSONObject) {
        guard let object = reply.object else {
            throw CommandFailure(
                .failed,
                "hearth: \(address) answered with status \(reply.status) and no JSON object; "
                    + "is it another version than this (\(ProgramVersion.number))?"
            )
        }
        guard reply.status != 401 else {
            throw CommandFailure(
                .refused,
                "hearth: \(address) asks for a password: run this as root on its machine, or put a "
                    + "token into HEARTH_TOKEN (\"hearth access token add NAME\" makes one)"
            )
        }
        guard reply.status == 200 else {
            let reason = object["error"]?.string ?? "status \(reply.status)"
            throw CommandFailure(.refused, "hearth: refused: \(reason)")
        }
        return (String(decoding: reply.body, as: UTF8.self), object)
    }
}

extension HTTPClient.Reply {
    /// What the answer says, for a terminal; programs get its bytes. `nil`: it is no JSON object.
    var object: JSONObject? {
        do throws(JSONError) {
            return try JSONValue(parsing: body).harmless.object
        } catch {
            return nil
        }
    }
}

extension JSONObject {
    /// One part of what surrounds the controller, in the daemon's state: `network`, `printer`, `update`.
    package func device(_ part: String) -> JSONObject? { self["device"]?.object?[part]?.object }
}

/// The token that lets a command in where a password is needed.
package enum ClientToken {
    /// The header for a daemon: `$HEARTH_TOKEN`, else, on this machine, the token that the daemon
    /// left in its state directory for root and its own user, wherever that is; none where neither is there.
    ///
    /// That token goes to the daemon's own port alone: no other program on this machine may get it.
    package static func headers(for host: String, _ port: UInt16) -> [Response.Header] {
        if let token = Environment.variable("HEARTH_TOKEN") { return [header(token)] }
        guard ["127.0.0.1", "::1", "localhost"].contains(host) else { return [] }
        // The processes are looked at only where the usual places have nothing: this comes before each request.
        let token =
            token(for: port, in: [StatePath.standard, "/var/lib/hearth"] + Instance.statePaths)
            ?? token(for: port, in: RunningDaemons.statePaths)
        return token.map { [header($0)] } ?? []
    }

    private static func token(for port: UInt16, in directories: [String]) -> String? {
        for directory in directories {
            let path = AccessFiles(in: directory).commandLine
            if let word = word(at: path), word.port == port { return word.token }
        }
        return nil
    }

    /// `nil` where there is none, or this user may not read it.
    private static func word(at path: String) -> CommandLineWord? {
        do throws(SystemError) {
            return try File.readIfPresent(
                path,
                most: CommandLineWord.largestFile,
                for: .readingNoLink
            ).flatMap { CommandLineWord($0) }
        } catch {
            return nil
        }
    }

    private static func header(_ token: String) -> Response.Header {
        Response.Header("Authorization", "Bearer \(token)")
    }
}
