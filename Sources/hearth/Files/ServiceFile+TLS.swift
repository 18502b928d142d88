import Boards
import Daemon
import WebSocket

/// The section `[tls]`.
extension ServiceFile {
    private static let certificateField = path(
        "certificate",
        "The certificate with its chain, in PEM. A renewed one is taken within seconds."
    )
    private static let keyField = path("key", "Its key, in PEM, without a password.")
    private static let listenField = Field<ListenAddress>(
        key: "listen",
        meaning: "Where TLS is offered. Left out, 0.0.0.0:443.",
        allowed: "ADDR:PORT, as in 0.0.0.0:443 or [::]:443"
    ) { text in
        ListenAddress(text: text).map { .value($0) } ?? .wrong("is not possible")
    }.optional()
    private static let plainField = Field<Bool>.either(
        "plain",
        no: "everyone",
        yes: "this_machine",
        meaning: "For whom the plain port stays: everyone, or this_machine, where the command line "
            + "needs it. The stock page needs the plain one. Left out, everyone."
    )

    static let encryptionSchema = SectionSchema(
        "tls",
        isRequired: false,
        meaning: "TLS with a certificate of yours, beside the plain port.",
        fields: [certificateField, keyField, listenField, plainField]
    )

    /// Reads the section where it is there; both files have to be named then.
    static func readEncryption(_ reader: inout SchemaReader, into options: inout AccessOptions) {
        let certificate = reader.value(certificateField, in: encryptionSchema)
        let key = reader.value(keyField, in: encryptionSchema)
        let address = reader.given(listenField, in: encryptionSchema)
        options.isPlainLocal = reader.given(plainField, in: encryptionSchema) ?? false
        // Where the section is there and one is missing, that is a mistake already.
        guard let certificate, let key else { return }
        options.encryption = Encryption(
            address: address ?? ListenAddress(address: "0.0.0.0", port: 443),
            certificate: certificate,
            key: key
        )
    }

    private static func path(_ key: String, _ meaning: String) -> Field<String> {
        Field(key: key, meaning: meaning, allowed: "an absolute path") { text in
            text.hasPrefix("/") ? .value(text) : .wrong("does not begin with /")
        }
    }
}
