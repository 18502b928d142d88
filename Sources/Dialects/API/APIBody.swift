import Chamber
import JSON

/// A request's body with one wish and its requester.
struct APIBody {
    /// The key of the wish.
    let key: String
    let value: JSONValue
    /// The whole body.
    let object: JSONObject
    let requester: Requester

    /// Reads the body; `companions` are the keys that may stand beside the wish's, `example` is a
    /// valid body.
    init(
        parsing body: [UInt8],
        companions: [String],
        example: String
    ) throws(APIProblem) {
        object = try Self.object(in: body, example)
        let asked = object.members.filter { !companions.contains($0.key) }
        guard let first = asked.first, asked.count == 1 else {
            throw .bad(
                "not_one_wish",
                asked.isEmpty
                    ? "the body holds no wish: send one such as \(example)"
                    : "the body holds \(asked.count) wishes: send one at a time"
            )
        }
        (key, value) = (first.key, first.value)
        requester = try Self.requester(in: object)
    }

    /// The problem of an unknown key; `words` are the wishes' keys, `companions` may stand beside
    /// them.
    func unknown(among words: [String], companions: [String]) -> APIProblem {
        let hint = key.prefix(40).description.nearest(among: words + companions)
        let known =
            hint.map { "did you mean \"\($0)\"?" } ?? "known: \(words.joined(separator: ", "))"
        return .bad("unknown_wish", "unknown wish \"\(key.prefix(40))\": \(known)")
    }

    private static func object(
        in body: [UInt8],
        _ example: String
    ) throws(APIProblem) -> JSONObject {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: body)
        } catch {
            throw .bad("bad_json", "the body is no JSON: \(error)")
        }
        guard let object = value.object else {
            throw .bad("bad_json", "the body must be an object such as \(example)")
        }
        return object
    }

    private static func requester(in object: JSONObject) throws(APIProblem) -> Requester {
        var kind = Requester.Kind.api
        if let value = object["requester"] {
            kind = try APIWishValue("requester", value).word(among: [.api, .page, .commandLine])
        }
        guard let value = object["session"] else { return Requester(kind) }
        guard let session = value.wholeNumber, session >= 0 else {
            throw .bad("bad_value", "session must be a whole number from 0 to 2147483647")
        }
        return Requester(kind, session: UInt64(session))
    }
}
