import Chamber
package import Schema

/// By which names the pages are reached, and which other sites may show them: what the service file says.
package struct SitePolicy: Equatable, Sendable {
    /// Names that clients reach the machine by, besides addresses, `localhost` and the name that it is
    /// announced under: in lower case, without a port; `*.example.ts.net` is every name below one. A
    /// request to any other name is refused.
    package var hostNames: [String] = []
    /// Sites whose pages may ask though they are not this machine's own, as origins in lower case.
    package var allowedOrigins: [String] = []
    /// Sites that may show the pages inside theirs (`frame-ancestors`), as origins in lower case that
    /// have been checked.
    package var framedBy: [String] = []

    package init() {}

    /// The keys of the section `[service]` that this value holds.
    package static let settings: [Setting<SitePolicy>] = [
        Setting(hostNamesField, \.hostNames),
        Setting(allowedOriginsField, \.allowedOrigins),
        Setting(framedByField, \.framedBy),
    ]

    private static let hostNamesField = Field<[String]>(
        key: "host_names",
        meaning: "Names that clients reach this machine by, besides addresses and its own name, "
            + "with .local too. Under any other name pages redirect to the address, and requests "
            + "for a change are refused.",
        allowed: "names as in heater.example.org or *.example.ts.net, with commas between"
    ) { text in
        read(text, HostName.isPattern, "name")
    }
    private static let allowedOriginsField = Field<[String]>(
        key: "allowed_origins",
        meaning: "Sites whose pages may control the heater from elsewhere: apps, and proxies that "
            + "replace Host. Left out, only its own pages may.",
        allowed: "origins as in https://heater.example.org or capacitor://localhost, with commas "
            + "between"
    ) { text in
        read(text, SiteOrigin.isAnyOrigin, "origin")
    }

    /// The words between the commas of `text`, in lower case; a wrong one is named.
    private static func read(
        _ text: String,
        _ isRight: (String) -> Bool,
        _ kind: String
    ) -> Field<[String]>.Finding {
        let words = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            part.split(separator: " ").joined(separator: " ").lowercased()
        }
        guard let wrong = words.first(where: { !isRight($0) }) else { return .value(words) }
        return .wrong(
            words.count == 1
                ? "is no \(kind)"
                : wrong.isEmpty
                    ? "has nothing between two commas" : "has \"\(wrong)\", which is no \(kind)"
        )
    }
    private static let framedByField = Field<[String]>(
        key: "framed_by",
        meaning: "Sites that may show Hearth's pages inside theirs, as Mainsail and Fluidd do with "
            + "a camera of the kind iframe. Left out, none.",
        allowed: "origins as in http://mainsail.local or http://192.168.1.20:8080, with commas "
            + "between"
    ) { text in
        read(text, SiteOrigin.isOrigin, "origin")
    }
}
