import Glibc

/// A request whose target is a whole address, as `GET http://192.168.1.20/api HTTP/1.1`.
///
/// RFC 9112 section 3.2.2 asks every server to accept it; libwebsockets answers it with a page of its own
/// before anybody is asked. The beginning is therefore looked at while it still waits in the socket, and
/// taken out up to the path. Only where the address names the same host and port as the `Host` header: the
/// name that is judged is the one that was asked for. All other requests stay as they are.
struct AbsoluteForm: Equatable {
    /// Bytes at the start of the request that are replaced.
    let replacedBytes: Int
    /// What stands in their place: the method, a blank and, where the address has no path, a slash.
    let beginning: String

    /// How much of a waiting request is looked at, in bytes; the line and `Host` must stand in it.
    static let lookedAtBytes = 2_048

    /// The scheme of a connection that is not encrypted; an encrypted one cannot be looked at.
    private static let scheme = "http://"

    /// Nil where the request has another form, or where too little of it has come to say.
    init?(waiting bytes: some Collection<UInt8>) {
        let text = String(decoding: bytes, as: Unicode.ASCII.self)
        // As Swift takes a carriage return and a line feed for one character.
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        guard lines.count > 1, let words = Self.target(of: lines[0]) else { return nil }
        let authority = words.target.prefix { $0 != "/" && $0 != "?" }
        guard !authority.isEmpty, authority.utf8.allSatisfy({ $0 < 0x80 }),
            Self.host(in: lines.dropFirst()) == authority.lowercased()
        else { return nil }
        let path = words.target.dropFirst(authority.count)
        replacedBytes = words.method.utf8.count + 1 + Self.scheme.utf8.count + authority.utf8.count
        beginning = "\(words.method) " + (path.hasPrefix("/") ? "" : "/")
    }

    /// The method, and the target without its scheme.
    private static func target(of line: Substring) -> (method: Substring, target: Substring)? {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, RequestHead.Method(rawValue: String(words[0])) != nil,
            words[1].prefix(scheme.count).lowercased() == scheme
        else { return nil }
        return (words[0], words[1].dropFirst(scheme.count))
    }

    /// The one `Host`, in small letters; nil if there is none in sight, or several.
    private static func host(in lines: ArraySlice<Substring>) -> String? {
        var found: String?
        // The last piece may be half a line.
        for line in lines.dropLast() {
            guard !line.isEmpty else { break }
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts[0].lowercased() == "host", parts.count == 2 else { continue }
            guard found == nil else { return nil }
            found = parts[1].lowercased().split { $0 == " " || $0 == "\t" }.joined(separator: " ")
        }
        return found
    }

    /// Takes the address of a waiting request out of a connected socket; nil if there is none.
    static func takeOut(of descriptor: Int32) -> String? {
        let form = withUnsafeTemporaryAllocation(byteCount: lookedAtBytes, alignment: 1) { bytes in
            let count = recv(
                descriptor,
                bytes.baseAddress,
                bytes.count,
                Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)
            )
            return count > 0 ? AbsoluteForm(waiting: bytes.prefix(count)) : nil
        }
        guard let form else { return nil }
        return withUnsafeTemporaryAllocation(byteCount: form.replacedBytes, alignment: 1) { bytes in
            recv(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_DONTWAIT))
                == bytes.count
                ? form.beginning : nil
        }
    }
}
