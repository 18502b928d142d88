import Chamber
import Surroundings

/// Which requests may be answered at all: a web page from elsewhere must not be able to heat.
///
/// A page of another site can make a browser send requests here, and can point a name of its own
/// here (DNS rebinding). `Origin` reveals the first, `Host` the second.
struct SiteRules: Sendable {
    /// Names that belong to this machine, in lower case and without a port.
    private let names: Set<String>

    init(hostNames: [String]) {
        names = Set(hostNames.map { $0.lowercased() } + ["localhost"])
    }

    /// Whether `host`, as a request's header has it, is this machine: an address, `localhost`, a
    /// name in `.local` or a known one. A client that sends none is no browser.
    func isOwn(host: String?) -> Bool {
        guard let host else { return true }
        guard var name = Authority(host.lowercased())?.name else { return false }
        if name.hasSuffix(".") { name.removeLast() }
        return names.contains(name) || name.hasSuffix(".local") || Self.isAddress(name)
    }

    /// The same; a name that was given to the machine since the start is its own, too.
    func isOwn(host: String?, of backend: any ServerBackend) -> Bool {
        isOwn(host: host)
            || SiteRules(hostNames: [backend.device().profile.hostname]).isOwn(host: host)
    }

    /// Whether `origin` is the site that the request was sent to. A client that sends none is no
    /// browser.
    func isSameSite(origin: String?, host: String?) -> Bool {
        guard let origin else { return true }
        guard let host = host.flatMap({ Authority($0.lowercased()) }) else { return false }
        let parts = origin.lowercased().split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].isEmpty,
            let defaultPort = Self.defaultPorts[String(parts[0])],
            let site = Authority(String(parts[2]))
        else {
            return false
        }
        return site.name == host.name && (site.port ?? defaultPort) == (host.port ?? defaultPort)
    }

    /// Whether a client's address is this machine's own and no other's (RFC 1122, 3.2.1.3; RFC 4291,
    /// 2.5.3).
    static func isLoopback(_ address: String) -> Bool {
        address == "::1" || address.hasPrefix("127.")
    }

    private static let defaultPorts = ["http:": 80, "https:": 443]

    /// Four decimal numbers, or anything in brackets: no name that a stranger can register.
    private static func isAddress(_ name: String) -> Bool {
        if name.hasPrefix("[") { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil && !$0.hasPrefix("+") }
    }
}

/// A host and perhaps a port, as in `Host` and `Origin`.
private struct Authority {
    /// An IPv6 address keeps its brackets.
    let name: String
    let port: Int?

    /// `nil` where it is neither.
    init?(_ text: String) {
        guard !text.isEmpty, !text.contains("@") else { return nil }
        var name = text[...]
        var port: Substring?
        let start = text.hasPrefix("[") ? text.firstIndex(of: "]") : text.startIndex
        guard let start else { return nil }
        if let colon = text[start...].firstIndex(of: ":") {
            name = text[..<colon]
            port = text[text.index(after: colon)...]
        }
        if let port {
            guard let number = UInt16(port) else { return nil }
            self.port = Int(number)
        } else {
            self.port = nil
        }
        guard !name.isEmpty else { return nil }
        self.name = String(name)
    }
}
