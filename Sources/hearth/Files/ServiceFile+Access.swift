import Access
import Boards
import Daemon

/// The section `[access]`, and which page is at `/`.
extension ServiceFile {
    private static let trustedField = Field<[AddressRange]>(
        key: "trusted",
        meaning: "Addresses that need neither password nor token. Behind a proxy everyone has the "
            + "proxy's address.",
        allowed:
            "addresses or ranges as in 192.168.1.7, 10.0.0.0/8 or fd00::/8, with commas between"
    ) { text in
        AddressRange.list(text).map { .value($0) } ?? .wrong("is not a list of addresses")
    }.optional()
    private static let sessionField = Field<Duration>(
        key: "session_days",
        meaning: "How many days a login lasts at most. Left out, 30.",
        allowed: "a whole number from 1 to 365"
    ) { text in
        guard let days = UInt16(decimal: text), (1...365).contains(days) else {
            return .wrong("is not possible")
        }
        return .value(.seconds(Int(days) * 24 * 3600))
    }.optional()

    static let accessSchema = SectionSchema(
        "access",
        isRequired: false,
        meaning: "Who is let in where there is a password (\"hearth access password\").",
        fields: [trustedField, sessionField]
    )

    /// Which page is at `/`: ours, or the stock one that was imported.
    static let pageField = Field<Bool>.either(
        "page",
        no: "hearth",
        yes: "stock",
        meaning: "The page at /: hearth, or stock, the one that \"hearth stock-page import\" took "
            + "from a firmware image; Hearth's own is at /hearth/ then. Left out, hearth."
    )

    static func readAccess(_ reader: inout SchemaReader, _ service: SectionSchema) -> AccessOptions
    {
        var options = AccessOptions()
        options.policy.trusted = reader.given(trustedField, in: accessSchema) ?? []
        if let age = reader.given(sessionField, in: accessSchema) {
            options.policy.sessionAge = age
        }
        options.servesStockPage = reader.given(pageField, in: service) ?? false
        readEncryption(&reader, into: &options)
        return options
    }
}
