import Cryptography
import WebSocket

/// What a request shows to be let in.
struct Credentials {
    /// Programs' tokens, as `Authorization: Bearer`, `?token=` and `X-DragonBreath-Auth` have them.
    private(set) var tokens: [String] = []
    /// Ids of sessions, as cookies have them.
    private(set) var sessions: [String] = []

    /// The argument of an address that holds a token.
    static let argument = "token"
    /// More than one only where two devices share a name.
    private static let mostSessions = 4
    /// Bytes of the longest token that is considered; ours have 64.
    private static let longest = 128

    init(of request: RequestHead) {
        if let authorization = request.authorization {
            let words = authorization.split(separator: " ")
            if words.count == 2, words[0].lowercased() == "bearer" { add(token: words[1]) }
        }
        if let token = request.argument(Self.argument) { add(token: token[...]) }
        if let token = request.dragonBreathToken { add(token: token[...]) }
        for part in (request.cookie ?? "").split(separator: ";") {
            let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            if pair.count == 2, SessionCookie.names.contains(String(pair[0])),
                pair[1].utf8.count <= Self.longest, sessions.count < Self.mostSessions
            {
                sessions.append(String(pair[1]))
            }
        }
    }

    private mutating func add(token: Substring) {
        if !token.isEmpty, token.utf8.count <= Self.longest { tokens.append(String(token)) }
    }
}

/// The cookie of a session (RFC 6265bis).
enum SessionCookie {
    private static let plainName = "hearth"
    /// Browsers accept this name over TLS only, so nobody can plant one through the plain port.
    private static let encryptedName = "__Host-hearth"
    static let names: Set<String> = [plainName, encryptedName]

    /// Sets it: hidden from scripts, and never sent with another site's request.
    static func header(_ id: String, isEncrypted: Bool) -> Response.Header {
        Response.Header("Set-Cookie", line(id, isEncrypted))
    }

    /// Removes it.
    static func removal(isEncrypted: Bool) -> Response.Header {
        Response.Header("Set-Cookie", line("", isEncrypted) + "; Max-Age=0")
    }

    private static func line(_ value: String, _ isEncrypted: Bool) -> String {
        let name = isEncrypted ? encryptedName : plainName
        return "\(name)=\(value); Path=/; HttpOnly; SameSite=Strict"
            + (isEncrypted ? "; Secure" : "")
    }
}

extension RequestHead {
    /// Whether the browser reached this site over TLS, of this server or of a proxy before it: the page that
    /// asks says so. A wrong word harms its writer alone, whose browser then keeps no cookie.
    var isBehindTLS: Bool { isEncrypted || origin?.lowercased().hasPrefix("https://") == true }

    /// The request without the token, which is no argument of the route.
    var withoutToken: RequestHead {
        var request = self
        request.query.removeAll {
            $0 == Credentials.argument || $0.hasPrefix(Credentials.argument + "=")
        }
        return request
    }
}

/// Why a client is let in.
enum Grant: Equatable {
    /// Nothing is asked of anyone.
    case open
    /// The address is trusted.
    case trusted
    /// The command line on this machine.
    case commandLine
    case session(Digest)
    case token(String)

    /// The word in our interface.
    var word: String {
        switch self {
        case .open: "open"
        case .trusted: "trusted"
        case .commandLine: "command_line"
        case .session: "session"
        case .token: "token"
        }
    }
}
