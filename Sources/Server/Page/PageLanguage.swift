import WebSocket

/// A language of the page.
enum PageLanguage: String, CaseIterable {
    case english = "en"
    case german = "de"
    case chinese = "zh"

    /// What this browser's person chose on the page, else the first of the browser's languages that the
    /// page has.
    init(of request: RequestHead) {
        for part in (request.cookie ?? "").split(separator: ";") {
            let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            if pair.count == 2, pair[0] == Self.cookie, let chosen = Self(rawValue: String(pair[1]))
            {
                self = chosen
                return
            }
        }
        let offered = (request.acceptLanguage ?? "").split(separator: ",").lazy
            .map { $0.drop { $0 == " " }.prefix(2).lowercased() }
        self = offered.compactMap(Self.init(rawValue:)).first ?? .english
    }

    /// Set by the page's script.
    private static let cookie = "hearth-language"
}
