import JSON

/// What program answers, and which interfaces it speaks.
package struct APIVersion: Equatable, Sendable {
    private let version: String

    /// The program's version.
    package init(_ version: String) {
        self.version = version
    }

    /// The JSON (`docs/api.md`).
    package func encoded() -> [UInt8] {
        JSONWriter.object { json in
            json.member("name", "hearth")
            json.member("version", version)
            json.member("api", 1)
            json.member("panda", PandaFrames.firmwareVersion)
        }
    }
}
