/// The origin of a web page: scheme, name or address, and port (RFC 6454, section 6.2).
enum SiteOrigin {
    /// The origins in a comma-separated text, in lower case; `nil` where one of them is invalid.
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
