package import JSON

/// JSON-RPC 2.0 (jsonrpc.org/specification), as far as this client needs it.
package enum JSONRPC {
    /// A message from the server.
    package enum Message: Equatable, Sendable {
        /// The answer to the request of this number.
        case result(id: Int, JSONValue)
        /// A request failed; `id` is `nil` where the server could not tell which.
        case failure(id: Int?, code: Int, message: String)
        /// A message without a request; `parameters` in their order.
        case notification(method: String, parameters: [JSONValue])
    }

    /// Why bytes are not a message.
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

/// Hearth's requests to Moonraker, named as in the documentation of its JSON-RPC interface.
enum MoonrakerRequest: Equatable, Sendable {
    /// Whether Klipper runs and is ready.
    case serverInfo
    /// Why Klipper is not ready.
    case printerInfo
    /// Which parts the printer has.
    case objectList
    /// The values of these parts now, and their changes from now on.
    case subscribe(chamber: String?)
    /// Their values now: a Moonraker that answers is alive, and so is Klipper behind it.
    case query(chamber: String?)
    /// What the slicer wrote into a file.
    case metadata(file: String)

    /// The request as it goes out.
    func encoded(id: Int) -> [UInt8] {
        switch self {
        case .serverInfo: JSONRPC.request(id, "server.info")
        case .printerInfo: JSONRPC.request(id, "printer.info")
        case .objectList: JSONRPC.request(id, "printer.objects.list")
        case .subscribe(let chamber):
            JSONRPC.request(id, "printer.objects.subscribe") { Self.write(chamber, to: &$0) }
        case .query(let chamber):
            JSONRPC.request(id, "printer.objects.query") { Self.write(chamber, to: &$0) }
        case .metadata(let file):
            JSONRPC.request(id, "server.files.metadata") { $0.member("filename", file) }
        }
    }

    /// The parts of a printer and the values of each that count here.
    private static let objects: [(name: String, values: [String])] = [
        ("webhooks", ["state", "state_message"]),
        ("print_stats", ["state", "filename"]),
        ("virtual_sdcard", ["progress", "file_path"]),
        ("extruder", ["temperature", "target"]),
        ("heater_bed", ["temperature", "target"]),
    ]

    private static func write(_ chamber: String?, to json: inout JSONWriter) {
        json.object("objects") { json in
            for (name, values) in objects + (chamber.map { [($0, ["temperature"])] } ?? []) {
                json.array(name) { json in
                    for value in values { json.element(value) }
                }
            }
        }
    }
}
