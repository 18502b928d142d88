import Chamber
import Dialects
import JSON
import System
import WebSocket

/// Talks to a running daemon through its HTTP interface (`docs/api.md`).
struct DaemonClient {
    private let client: HTTPClient
    private let address: DaemonAddress

    /// The daemon that the user names, or the one that is found on this machine.
    ///
    /// Nothing is asked of anyone who has not said first that it is a Hearth.
    init(_ arguments: Arguments) throws(CommandFailure) {
        let addresses = try Self.addresses(arguments)
        var complaints: [String] = []
        for address in addresses {
            let client = HTTPClient(host: address.host, port: address.port)
            do throws(HTTPClientError) {
                let reply = try client.request(.get, "/api/v1/version")
                if Self.object(reply)?["name"]?.string == "hearth" {
                    self.client = client
                    self.address = address
                    return
                }
                complaints.append("something else than Hearth answers at \(address)")
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

    /// The answer to a GET, as it came and as an object.
    func get(_ path: String) throws(CommandFailure) -> (text: String, object: JSONObject) {
        try answer(to: .get, path, headers: [], body: [])
    }

    /// Posts one wish in the command line's name, to the path for wishes about heat or to another; the
    /// answer as it came and as an object.
    func wish(
        to path: String = "/api/v1/wish",
        timeout: Duration = .seconds(5),
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

    /// Uploads an update: whether it was accepted, and the daemon's words.
    func upload(_ bundle: [UInt8]) throws(CommandFailure) -> (isAccepted: Bool, words: String) {
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
                reply.header("hearth-update-words") ?? "the daemon says nothing of the update"
            )
        } catch {
            throw CommandFailure(.unreachable, "hearth: \(error.description)")
        }
    }

    /// Asks for the version before.
    func rollBack() throws(CommandFailure) {
        _ = try answer(to: .post, "/api/v1/update/rollback", headers: [], body: [])
    }

    private func answer(
        to method: RequestHead.Method,
        _ path: String,
        headers: [Response.Header],
        body: [UInt8],
        timeout: Duration = .seconds(5)
    ) throws(CommandFailure) -> (text: String, object: JSONObject) {
        let reply: HTTPClient.Reply
        do throws(HTTPClientError) {
            let token = ClientToken.headers(for: address.host, address.port)
            reply = try client.request(
                method,
                path,
                headers: headers + token,
                body: body,
                timeout: timeout
            )
        } catch {
            throw CommandFailure(.unreachable, "hearth: \(error.description)")
        }
        guard let object = Self.object(reply) else {
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

    private static func object(_ reply: HTTPClient.Reply) -> JSONObject? {
        do throws(JSONError) {
            return try JSONValue(parsing: reply.body).object
        } catch {
            return nil
        }
    }

    private static func addresses(_ arguments: Arguments) throws(CommandFailure) -> [DaemonAddress]
    {
        if let given = arguments.value(of: .host) { return [given] }
        if let instance = arguments.value(of: .instance) { return [try instance.address()] }
        guard let variable = Environment.variable("HEARTH_HOST") else { return DaemonAddress.local }
        guard let address = DaemonAddress(text: variable) else {
            throw CommandFailure(
                .usage,
                "hearth: $HEARTH_HOST: \"\(variable)\" is not possible; "
                    + "give \(Parameter<DaemonAddress>.host.allowed)"
            )
        }
        return [address]
    }
}
