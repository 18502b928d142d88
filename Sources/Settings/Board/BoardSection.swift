import Boards
import Chamber
import SwitchCore

/// `[board]`: what it is.
enum BoardSection {
    static let name = Field<String>.text(
        "name",
        longest: 40,
        meaning: "What the board is called, for people."
    )
    static let kind = Field<BoardDescription.Kind>.word(
        "kind",
        BoardDescription.Kind.allCases.map { ($0.rawValue, $0) },
        meaning: "What measures and switches: \"linux\" is real hardware, \"simulated\" a computed "
            + "chamber."
    )
    /// 50 Hz: most of the world; a wrong one costs regulation nothing but the even split of
    /// half-waves between the two directions.
    static let mains = Field<Modulation.Mains>.word(
        "mains_hz",
        [("50", .hertz50), ("60", .hertz60)],
        standard: "50",
        meaning: "The mains' frequency: the heater is switched by whole half-waves."
    )

    static let schema = SectionSchema(
        "board",
        isRequired: true,
        meaning: "What the board is.",
        fields: [name, kind, mains]
    )
}
