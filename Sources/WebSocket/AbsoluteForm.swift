import Glibc

/// A request whose target is a whole address, as `GET http://192.168.1.20/api HTTP/1.1`.
///
/// RFC 9112 section 3.2.2 asks every server to accept it; libwebsockets answers it with a page of its own
/// before anybody is asked. The head is therefore looked at while it still waits in the socket, and written
/// again: the path as the target, and the address's name in place of what `Host` says. The answer ends the
/// connection, as the next head would not be seen. All other requests stay as they are.
struct AbsoluteForm: Equatable {
    /// Bytes of the socket that are replaced: the head without its last byte, so that libwebsockets begins
    /// only once the connection is set up.
    let replacedBytes: Int
    /// What stands in their place.
    let head: String

    /// How much of a waiting request is looked at, in bytes; the whole head must stand in it.
    static let lookedAtBytes = 4_096

    /// The scheme of a connection that is not encrypted; an encrypted one cannot be looked at.
    private static let scheme = "http://"
    private static let lineEnd = "\r\n"

    /// Nil where the request has another form, or where its head has not come whole.
    init?(waiting bytes: some Collection<UInt8>) {
        // Nearly every target begins with a slash.
        guard let blank = bytes.firstIndex(of: UInt8(ascii: " ")),
            bytes[blank...].dropFirst().first.map({ $0 | 0x20 }) == UInt8(ascii: "h")
        else { return nil }
        let text = String(decoding: bytes, as: Unicode.ASCII.self)
        guard let end = text.firstRange(of: Self.lineEnd + Self.lineEnd) else { return nil }
        let lines = text[..<end.lowerBound].split(
            separator: "\r\n",
            omittingEmptySubsequences: false
        )
        guard text[..<end.lowerBound].utf8.allSatisfy({ $0 < 0x80 }), let first = lines.first,
            let words = Self.target(of: first)
        else { return nil }
        let authority = words.target.prefix { $0 != "/" && $0 != "?" }
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        let path = words.target.dropFirst(authority.count)
        let isUpgrade = lines.contains { Self.name(of: $0) == "upgrade" }
        var kept = lines.dropFirst().filter { line in
            let name = Self.name(of: line)
            return name != "host" && (isUpgrade || name != "connection")
        }.map { String($0) }
        kept.insert("Host: \(authority)", at: 0)
        if !isUpgrade { kept.append("Connection: close") }
        let target = "\(path.hasPrefix("/") ? "" : "/")\(path)"
        let request = "\(words.method) \(target) \(words.version)"
        replacedBytes = text[..<end.upperBound].utf8.count - 1
        head = ([request] + kept).joined(separator: Self.lineEnd) + Self.lineEnd + "\r"
    }

    private static func name(of line: Substring) -> String {
        line.prefix { $0 != ":" }.lowercased()
    }

    /// The method, the target without its scheme, and the version.
    private static func target(
        of line: Substring
    ) -> (method: Substring, target: Substring, version: Substring)? {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, RequestHead.Method(rawValue: String(words[0])) != nil,
            words[1].prefix(scheme.count).lowercased() == scheme
        else { return nil }
        return (words[0], words[1].dropFirst(scheme.count), words[2])
    }

    /// Takes the head of such a request out of a connected socket: what stands in its place, but for its last
    /// byte, which stays; nil if there is none.
    static func takeOut(of descriptor: Int32) -> String? {
        let form = withUnsafeTemporaryAllocation(byteCount: lookedAtBytes, alignment: 1) { bytes in
            let flags = Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)
            let count = recv(descriptor, bytes.baseAddress, bytes.count, flags)
            return count > 0 ? AbsoluteForm(waiting: bytes.prefix(count)) : nil
        }
        guard let form else { return nil }
        return withUnsafeTemporaryAllocation(byteCount: form.replacedBytes, alignment: 1) { bytes in
            let count = recv(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT))
            return count == bytes.count ? form.head : nil
        }
    }
}
