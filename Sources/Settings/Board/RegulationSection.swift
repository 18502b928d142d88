import Chamber
import Schema

/// `[regulation]`: how the heat is regulated.
enum RegulationSection {
    static let kind = Field<Regulation>.word(
        "kind",
        [("model", .model), ("band", .band)],
        standard: "model",
        meaning:
            "\"model\" holds the set point by parts of full power; \"band\" heats in full below "
            + "the set point's band and not at all from its upper end on, as the reefnet protocol "
            + "says. Band: for slow masses such as water, with a relay that may rest."
    )

    static let schema = SectionSchema(
        "regulation",
        isRequired: false,
        meaning: "How the heat is regulated.",
        fields: [kind]
    )

    static func read(_ reader: inout SchemaReader) -> Regulation {
        reader.value(kind, in: schema) ?? .model
    }
}
