import Boards
import Chamber
import Schema
import SwitchCore

/// `[board]`: name, kind and mains frequency of the board.
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
    /// 50 Hz is usual in most of the world. A wrong value only unbalances the positive and negative
    /// half-waves; regulation still works.
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
