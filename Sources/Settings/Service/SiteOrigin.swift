/// Where a web page comes from: scheme, name or address, and port (RFC 6454, section 6.2).
enum SiteOrigin {
    /// The origins in a text with commas between, in lower case; `nil` where one of them is none.
    static func list(_ text: String) -> [String]? {
        let origins = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            part.split(separator: " ").joined(separator: " ").lowercased()
        }
        return origins.allSatisfy(isOrigin) ? origins : nil
    }

    private static func isOrigin(_ text: String) -> Bool {
        guard let scheme = ["http://", "https://"].first(where: text.hasPrefix) else {
            return false
        }
        let parts = text.dropFirst(scheme.count)
            .split(separator: ":", omittingEmptySubsequences: false)
        guard let name = parts.first, HostName.isName(String(name)), parts.count <= 2 else {
            return false
        }
        return parts.count == 1 || UInt16(parts[1]).map { $0 > 0 } ?? false
    }
}
