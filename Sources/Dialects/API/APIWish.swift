package import Chamber
import JSON

/// What the body of `POST /api/v1/wish` asks for.
package struct APIWish: Equatable, Sendable {
    /// Within the grammar, not yet judged by the controller.
    package let wish: Wish
    /// From the members `requester` and `session`.
    package let requester: Requester
    /// How long the heat lasts unless it is renewed; `nil`: without a limit.
    package let lease: Duration?

    /// Reads the body; what it does not understand it explains.
    package init(parsing body: [UInt8]) throws(APIProblem) {
        let body = try APIBody(
            parsing: body,
            companions: Self.companions,
            example: "{\"heat_to\":55}"
        )
        guard let reader = APIWishReader(rawValue: body.key) else {
            let words = APIWishReader.allCases.map(\.rawValue)
            throw body.unknown(among: words, companions: Self.companions)
        }
        wish = try reader.wish(from: body.value)
        requester = body.requester
        lease = try body.object["lease_s"].map { value throws(APIProblem) in
            try APIWishValue("lease_s", value).seconds()
        }
    }

    /// An envelope with this wish.
    package func envelope(ticket: UInt64) -> WishEnvelope {
        WishEnvelope(wish, from: requester, ticket: ticket, lease: lease)
    }

    /// The keys that may stand beside a wish.
    private static let companions = ["requester", "session", "lease_s"]
}
