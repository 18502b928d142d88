package import Chamber
import JSON

/// What the body of `POST /api/v1/wish` asks for.
package struct APIWish: Equatable, Sendable {
    package let wish: Wish
    package let requester: Requester
    package let lease: Duration?

    /// Reads the body; what it does not understand it explains.
    package init(parsing body: [UInt8]) throws(APIProblem) {
        let object = try Self.object(in: body)
        let asked = object.members.filter { !Self.companions.contains($0.key) }
        guard let first = asked.first, asked.count == 1 else {
            throw .bad(
                "not_one_wish",
                asked.isEmpty
                    ? "the body holds no wish: send one such as {\"heat_to\":55}"
                    : "the body holds \(asked.count) wishes: send one at a time"
            )
        }
        guard let reader = APIWishReader(rawValue: first.key) else {
            throw Self.unknown(first.key)
        }
        wish = try reader.wish(from: first.value)
        requester = try Self.requester(in: object)
        lease = try object["lease_s"].map { value throws(APIProblem) in
            try APIWishValue("lease_s", value).seconds()
        }
    }

    /// An envelope with this wish.
    package func envelope(ticket: UInt64) -> WishEnvelope {
        WishEnvelope(wish, from: requester, ticket: ticket, lease: lease)
    }

    /// The keys that may stand beside a wish.
    private static let companions = ["requester", "session", "lease_s"]

    private static func object(in body: [UInt8]) throws(APIProblem) -> JSONObject {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: body)
        } catch {
            throw .bad("bad_json", "the body is no JSON: \(error)")
        }
        guard let object = value.object else {
            throw .bad("bad_json", "the body must be an object such as {\"heat_to\":55}")
        }
        return object
    }

    private static func unknown(_ key: String) -> APIProblem {
        let words = APIWishReader.allCases.map(\.rawValue)
        let hint = key.prefix(40).description.nearest(among: words + companions)
        let known =
            hint.map { "did you mean \"\($0)\"?" } ?? "known: \(words.joined(separator: ", "))"
        return .bad("unknown_wish", "unknown wish \"\(key.prefix(40))\": \(known)")
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
