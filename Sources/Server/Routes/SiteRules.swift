import Access
import Chamber
import Surroundings

/// Which requests may be answered at all: a web page from elsewhere must not be able to heat.
///
/// A page of another site can make a browser send requests here, and can point a name of its own
/// here (DNS rebinding). `Origin` reveals the first, `Host` the second.
struct SiteRules: Sendable {
    /// Names that belong to this machine, in lower case and without a port.
    private let names: Set<String>
    /// What names end with that belong to it, too, with a point in front: `.example.ts.net`.
    private let endings: [String]
    /// Pages that may ask though they are of another site.
    private let allowedOrigins: Set<String>

    /// - Parameter policy: a name in `hostNames` is one, or all below one, as `*.example.ts.net`.
    init(_ policy: SitePolicy) {
        let hostNames = policy.hostNames.map { $0.lowercased() }
        names = Set(hostNames.filter { !$0.hasPrefix("*") } + ["localhost"])
        endings = hostNames.filter { $0.hasPrefix("*.") }.map { String($0.dropFirst()) }
        allowedOrigins = Set(policy.allowedOrigins.map { $0.lowercased() })
    }

    /// Whether `host`, as a request's header has it, is this machine: an address, `localhost`, a
    /// configured name, or the name that `device` has or is announced under, with or without `.local`.
    /// A client that sends none is no browser.
    ///
    /// Any other name in `.local` is a stranger's: everyone in the network may claim one.
    func isOwn(host: String?, of device: DeviceView) -> Bool {
        guard let host else { return true }
        guard var name = Authority(host.lowercased())?.name else { return false }
        if name.hasSuffix(".") { name.removeLast() }
        if names.contains(name) || Self.isAddress(name) { return true }
        if endings.contains(where: { name.hasSuffix($0) && name.count > $0.count }) { return true }
        let own = [device.profile.hostname, device.status.announcedName].filter { !$0.isEmpty }
        return own.contains { name == $0.lowercased() || name == $0.lowercased() + ".local" }
    }

    /// Whether `origin` is the site that the request was sent to, or an allowed one. A client that sends
    /// none is no browser.
    func isSameSite(origin: String?, host: String?) -> Bool {
        guard let origin else { return true }
        if allowedOrigins.contains(origin.lowercased()) { return true }
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

    /// Four decimal numbers, or an IPv6 address in brackets: no name that a stranger can register.
    private static func isAddress(_ name: String) -> Bool {
        if name.hasPrefix("[") {
            // A browser names no zone; a program may.
            let address = name.dropFirst().dropLast().prefix { $0 != "%" }
            return address.contains(":") && PeerAddress(String(address)) != nil
        }
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
        guard !name.hasPrefix("[") || name.hasSuffix("]") else { return nil }
        if let port {
            // An empty port is the usual one (RFC 3986, 3.2.3).
            guard let number = port.isEmpty ? 0 : UInt16(port) else { return nil }
            self.port = port.isEmpty ? nil : Int(number)
        } else {
            self.port = nil
        }
        guard !name.isEmpty else { return nil }
        self.name = String(name)
    }
}
