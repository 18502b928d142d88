import JSON

/// A message on a printer's report topic, as far as Hearth uses it.
enum BambuMessage: Equatable, Sendable {
    /// `push_status`: the `print` object.
    case status(JSONObject, isComplete: Bool)
    /// The outcome of a command, ours or another client's.
    case echo(BambuEcho)
    /// Anything else that is well-formed.
    case other
    /// No JSON, or no object; the parser's reason.
    case garbage(String)

    /// The longest message that is read: reports have 14–32 KB on large models.
    static let longest = 256 * 1024

    init(_ bytes: [UInt8]) {
        let root: JSONObject
        do throws(JSONError) {
            let value = try JSONValue(parsing: BambuText.repaired(bytes), longest: Self.longest)
            guard let object = value.object else {
                self = .garbage("it is \(value.kindInWords)")
                return
            }
            root = object
        } catch {
            self = .garbage(error.description)
            return
        }
        for topic in ["print", "system"] {
            guard let body = root[topic]?.object, let command = body["command"]?.string else {
                continue
            }
            if topic == "print", command == "push_status" {
                // `msg` 1 marks a report of changes; without it the report is complete.
                self = .status(body, isComplete: body.looseWhole("msg") != 1)
            } else if let echo = BambuEcho(command, body) {
                self = .echo(echo)
            } else {
                self = .other
            }
            return
        }
        self = .other
    }
}

/// A printer's answer to a command: the command as it was sent, with its outcome.
struct BambuEcho: Equatable, Sendable {
    var command: String
    var sequence: String
    var isDone: Bool
    /// The printer's own words, where it refused.
    var reason: String
    var errorCode: Int?

    /// The printer's answer where commands are locked, `err_code` of "mqtt message verify failed".
    private static let lockedCode = 84_033_543

    /// `nil`: it has no outcome.
    init?(_ command: String, _ body: JSONObject) {
        guard let result = body["result"]?.string else { return nil }
        self.command = command
        sequence =
            body["sequence_id"]?.string ?? body.looseWhole("sequence_id").map(String.init) ?? ""
        isDone = result.lowercased() == "success"
        reason = body["reason"]?.string ?? ""
        errorCode = body.looseWhole("err_code")
    }

    /// Why it was refused and what to do, for people; the printer's own text is shortened.
    var refusal: String {
        if errorCode == Self.lockedCode || reason.contains("verify failed") {
            return BambuMessages.locked
        }
        let words = reason.isEmpty ? "it gives no reason" : String(reason.prefix(80))
        return "the printer refused: \(words)"
    }
}
