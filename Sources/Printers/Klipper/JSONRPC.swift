package import JSON

/// JSON-RPC 2.0 (jsonrpc.org/specification), as far as a client that asks and listens needs it.
package enum JSONRPC {
    /// A message from the server.
    package enum Message: Equatable, Sendable {
        /// The answer to the request of this number.
        case result(id: Int, JSONValue)
        /// A request failed; `id` is `nil` where the server could not tell which.
        case failure(id: Int?, code: Int, message: String)
        /// Something that nobody asked for; `parameters` in their order, none where there were none.
        case notification(method: String, parameters: [JSONValue])
    }

    /// Why bytes are no message.
    package struct Malformed: Error, Equatable, Sendable {
        /// For the log.
        package let reason: String
    }

    /// A request on one line; `parameters` writes the members of the one object.
    package static func request(
        _ id: Int,
        _ method: String,
        parameters: ((inout JSONWriter) -> Void)? = nil
    ) -> [UInt8] {
        JSONWriter.object { json in
            json.member("jsonrpc", "2.0")
            json.member("method", method)
            if let parameters { json.object("params", parameters) }
            json.member("id", id)
        }
    }

    /// Reads a message.
    package static func message(
        parsing bytes: UnsafeRawBufferPointer
    ) throws(Malformed) -> Message {
        let object = try object(in: bytes)
        guard object["jsonrpc"]?.string == "2.0" else {
            throw Malformed(reason: "it is not JSON-RPC 2.0")
        }
        if let method = object["method"]?.string {
            return .notification(method: method, parameters: parameters(of: object))
        }
        let id = object["id"]?.wholeNumber
        if let error = object["error"]?.object {
            return .failure(
                id: id,
                code: error["code"]?.wholeNumber ?? 0,
                message: error["message"]?.string ?? ""
            )
        }
        guard let id, let result = object["result"] else {
            throw Malformed(reason: "it is neither answer nor notification")
        }
        return .result(id: id, result)
    }

    private static func object(
        in bytes: UnsafeRawBufferPointer
    ) throws(Malformed) -> JSONObject {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: bytes)
        } catch {
            throw Malformed(reason: "it is no JSON: \(error)")
        }
        guard let object = value.object else { throw Malformed(reason: "it is no object") }
        return object
    }

    private static func parameters(of object: JSONObject) -> [JSONValue] {
        guard let parameters = object["params"] else { return [] }
        guard case .array(let list) = parameters else { return [parameters] }
        return list
    }
}
