import Access
import Dialects
import WebSocket

/// Who may reach a device that asks for no password: everybody in its own network.
///
/// IPv4's address translation keeps the Internet out. IPv6 has none, so global addresses of other networks
/// are refused here.
enum Neighbourhood {
    /// The refusal of a client from elsewhere; `nil`: it may ask.
    static func refusal(
        of request: RequestHead,
        from address: PeerAddress?,
        _ policy: AccessPolicy
    ) -> Response? {
        guard let address, address.isGlobalIPv6, !policy.trusts(address) else { return nil }
        let host = request.reachedSite?.split(separator: "[").last?.prefix { $0 != "]" }
        if let own = host.flatMap({ PeerAddress(String($0)) }), address.sharesNetwork(with: own) {
            return nil
        }
        let message =
            "this device asks for no password, so it answers IPv6 addresses of its own network alone: "
            + "set one (sudo hearth access password), or name this address under trusted in [access]"
        return APIRoutes.response(
            APIProblem(status: 403, code: "password_needed", message: message),
            closing: true
        )
    }
}
