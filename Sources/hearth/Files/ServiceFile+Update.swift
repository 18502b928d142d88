package import Boards
import Chamber
import System
import Update

extension ServiceFile {
    /// The section about updates.
    package struct Updates: Equatable, Sendable {
        /// An older version may follow a newer one.
        package var allowsDowngrade = false
        /// Where the owner's public keys lie; `nil`: where the package says.
        package var keys: String?
        /// How long a new version has to be in good order; `nil`: 60 s.
        package var trial: Duration?

        package init() {}

        /// Where public keys lie: the package's own, and the owner's.
        package var keyFolders: [String] {
            guard let keys else { return KeyRing.folders }
            return [KeyRing.folders[0], keys]
        }

        /// How long a new version has to be in good order.
        package var trialOrStandard: Duration { trial ?? TrialJudge.standard }
    }

    private static let downgradeField = Field<Bool>.yesOrNo(
        "allow_downgrade",
        meaning: "An update may be older than what runs, or the same. Left out, no."
    )
    private static let keysField = Field<String>(
        key: "keys",
        meaning: "A folder with public keys (*.pub) that updates may be signed with, besides those "
            + "of the package. Whoever can write there can replace Hearth. Left out, "
            + "/etc/hearth/keys.",
        allowed: "a folder's path from the root"
    ) { text in
        text.hasPrefix("/") ? .value(text) : .wrong("does not begin with /")
    }.optional()
    private static let trialField = Field<Int>(
        key: "trial_s",
        meaning:
            "How many seconds a new version has to be in good order before it stays; after three "
            + "times that long without it, the version before comes back. Left out, 60.",
        allowed: "a whole number between 5 and 600"
    ) { text in
        Int(text).flatMap { (5...600).contains($0) ? .value($0) : nil }
            ?? .wrong("is not possible")
    }.optional()

    /// The section's keys.
    package static let updateSchema = SectionSchema(
        "update",
        isRequired: false,
        meaning: "How new versions are taken that arrive over the network.",
        fields: [downgradeField, keysField, trialField]
    )

    /// What a file says of updates.
    static func updates(from reader: inout SchemaReader) -> Updates {
        var updates = Updates()
        updates.allowsDowngrade = reader.given(downgradeField, in: updateSchema) ?? false
        updates.keys = reader.given(keysField, in: updateSchema)
        updates.trial = reader.given(trialField, in: updateSchema).map { .seconds($0) }
        return updates
    }

    /// What the file at `path`, or the one at its place, says of updates, whatever else is in it: a
    /// newer version's keys may be, which only the version that is about to be started knows.
    static func updatesAlone(_ path: String?) -> Updates {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try read(path) ?? []
        } catch {
            // Whoever starts next says what is wrong with it.
            return Updates()
        }
        var reader = SchemaReader(
            ConfigurationFile(bytes, name: path ?? standardPath),
            schemas: [updateSchema]
        )
        return updates(from: &reader)
    }
}
